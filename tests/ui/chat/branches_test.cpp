#include "tests/ui/window_world.h"
#include "ui/chat/chat_view_model.h"

#include <catch2/catch_test_macros.hpp>

#include <QSignalSpy>
#include <QStringList>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

struct Fixture {
    WindowWorld world;
    ChatViewModel& chat = *world.conversation.chat();

    Fixture() {
        world.app.start();
        world.pump();
    }
    void send(const QString& text) {
        REQUIRE(chat.send(text));
        world.pump();
    }
    [[nodiscard]] QStringList questions() const {
        QStringList texts;
        for (int row = 0; row < chat.messages()->count(); row += 2) {
            texts << chat.messages()->index(row).data(MessageListViewModel::TextRole).toString();
        }
        return texts;
    }
    /// "2/3": where a message stands among its versions.
    [[nodiscard]] QString version(int row) const {
        const auto number = [&](int role) {
            return QString::number(chat.messages()->index(row).data(role).toInt());
        };
        return number(MessageListViewModel::SiblingRole) + u'/' +
               number(MessageListViewModel::SiblingCountRole);
    }
};

} // namespace

TEST_CASE("an edited question takes the place of what followed, and both versions can be shown") {
    Fixture f;
    f.send("One");
    f.send("Two");
    QSignalSpy begun(&f.chat, &ChatViewModel::editBegun);
    f.chat.edit(1); // an answer cannot be edited
    CHECK(begun.isEmpty());
    f.chat.edit(0);
    REQUIRE(begun.size() == 1);
    CHECK(begun[0][0].toString() == u"One");
    CHECK(f.chat.editing() != 0);
    f.send("Uno");
    CHECK(f.chat.editing() == 0);
    CHECK(f.questions() == QStringList{"Uno"});
    CHECK(f.version(0) == u"2/2");
    CHECK(f.version(1) == u"1/1");

    f.chat.chooseBranch(0, -1);
    f.world.pump();
    CHECK(f.questions() == QStringList{"One", "Two"});
    CHECK(f.version(0) == u"1/2");
    CHECK(f.chat.openedAt() == 0);
    f.chat.chooseBranch(0, -1); // there is none before
    f.world.pump();
    CHECK(f.questions() == QStringList{"One", "Two"});
    f.chat.chooseBranch(0, 1);
    f.world.pump();
    CHECK(f.questions() == QStringList{"Uno"});
}

TEST_CASE("an edit that is cancelled changes nothing") {
    Fixture f;
    f.send("One");
    f.chat.edit(0);
    f.chat.cancelEdit();
    CHECK(f.chat.editing() == 0);
    f.send("Two");
    CHECK(f.questions() == QStringList{"One", "Two"});
    f.chat.edit(0);
    f.chat.startNew();
    CHECK(f.chat.editing() == 0);
}

TEST_CASE("a question is answered once more, from what was before it") {
    Fixture f;
    f.send("One");
    f.send("Two");
    REQUIRE(f.chat.tryAgain(1));
    CHECK(f.chat.messages()->count() == 2);
    f.world.pump();
    CHECK(f.questions() == QStringList{"One"});
    CHECK(f.version(1) == u"2/2");
    const auto& prompt = std::get<ChatPrompt>(f.world.model->requests.back().prompt);
    REQUIRE(prompt.messages.size() == 1);
    CHECK(prompt.messages[0].text == "One");
    CHECK_FALSE(f.chat.tryAgain(0)); // a question is no answer
    f.chat.chooseBranch(1, -1);
    f.world.pump();
    CHECK(f.questions() == QStringList{"One", "Two"});
}

TEST_CASE("what does not fit in the place of a question leaves the branch that was shown") {
    Fixture f;
    f.send("One");
    f.send("Two");
    QSignalSpy returned(&f.chat, &ChatViewModel::draftReturned);
    f.world.model->context_tokens = 30;
    f.chat.edit(0);
    f.send("A question that is much too long for such a small context, which the service refuses.");
    f.world.pump();
    CHECK(f.questions() == QStringList{"One", "Two"});
    CHECK(returned.size() == 1);
}

TEST_CASE("a hit of a search in another branch shows that branch") {
    Fixture f;
    f.send("One");
    const MessageId first = f.chat.messages()->message(0).id;
    f.chat.edit(0);
    f.send("Uno");
    f.chat.open(f.chat.conversation(), first.value);
    f.world.pump();
    CHECK(f.questions() == QStringList{"One"});
    CHECK(f.chat.openedAt() == 0);
}
