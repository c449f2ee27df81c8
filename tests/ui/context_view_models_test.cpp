#include "tests/ui/window_world.h"
#include "ui/bridge/text.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QSignalSpy>
#include <algorithm>
#include <string>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

/// A world with a long conversation, and a context that holds about half of it.
struct LongTalk {
    LongTalk() {
        std::vector<std::string> texts;
        for (int i = 0; i < 10; ++i) {
            texts.push_back("Question " + std::to_string(i) + std::string(90, '.'));
            texts.push_back("Answer " + std::to_string(i) + std::string(92, '.'));
        }
        id = world.add("Long", WindowWorld::kNow, texts);
        world.model->context_tokens = 1600;
        world.app.start();
        world.pump();
    }
    ContextViewModel& context() { return *world.conversation.context(); }
    ContextChoicesViewModel& choices() { return *world.conversation.choices(); }
    MessageListViewModel& messages() { return *world.conversation.chat()->messages(); }
    QString truncation_of(int row) {
        return messages().index(row).data(MessageListViewModel::TruncationRole).toString();
    }
    int choice(const char* beginning) {
        for (int row = 0; row < choices().count(); ++row) {
            const QString title =
                choices().index(row).data(ContextChoicesViewModel::TitleRole).toString();
            if (title.startsWith(QLatin1String(beginning))) {
                return row;
            }
        }
        return -1;
    }

    WindowWorld world;
    ConversationId id;
};

void open(WindowWorld& world, const std::string& path, const std::string& text) {
    world.extractor->files.insert_or_assign(path, ExtractedDocument{{path.substr(1), text}, {}});
    world.conversation.documents()->open({QUrl::fromLocalFile(QString::fromStdString(path))});
    world.pump();
}

} // namespace

TEST_CASE(
    "nothing is counted before the model is needed; then draft and history have their share") {
    WindowWorld world;
    world.add("Talk", WindowWorld::kNow, {std::string(100, 'q'), std::string(200, 'a')});
    world.app.start();
    world.pump();
    ContextViewModel& context = *world.conversation.context();
    CHECK_FALSE(context.known());
    CHECK(context.rowCount() == 0);
    CHECK_FALSE(context.words().isEmpty());

    QSignalSpy changes(&context, &ContextViewModel::changed);
    context.setDraft("Why is that so?");
    CHECK(changes.isEmpty()); // the user may still be typing
    CHECK(QTest::qWaitFor([&] {
        world.pump();
        return context.known();
    }));
    CHECK(context.historyShare() == 315.0 / 4096);
    CHECK(context.historyWords() == u"History 315");
    CHECK(context.documentsShare() == 0);
    CHECK(context.fits());
    const QString words = context.words();
    CHECK(words.contains(u"History: 315 tokens, 7.7 %"));

    // From here on only the question is counted.
    context.setDraft("Why?");
    CHECK(QTest::qWaitFor([&] {
        world.pump();
        return context.historyWords() == u"History 304";
    }));
    CHECK(words != context.words());
}

TEST_CASE("documents are in the context as soon as they are open, and can be removed from it") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", std::string(1000, 'a'));
    open(world, "/b.txt", std::string(500, 'b'));
    ContextViewModel& context = *world.conversation.context();
    REQUIRE(context.known());
    CHECK(context.documentsWords().startsWith(u"2 documents 1"));
    const auto text = [&](int row, int role) { return context.index(row).data(role).toString(); };
    REQUIRE(context.rowCount() == 5);
    CHECK(text(1, ContextViewModel::TitleRole) == u"a.txt");
    CHECK(text(1, ContextViewModel::NoteRole) == u"Read in full");
    CHECK(context.index(1).data(ContextViewModel::RemovableRole).toBool());
    CHECK_FALSE(context.index(0).data(ContextViewModel::RemovableRole).toBool());

    context.remove(0); // instructions stay
    context.remove(1);
    world.pump();
    CHECK(world.conversation.documents()->attachedCount() == 1);
    CHECK(context.rowCount() == 4);
    CHECK(text(1, ContextViewModel::TitleRole) == u"b.txt");
}

TEST_CASE("documents that do not fit are not called read, and the excess is shown") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", std::string(9000, 'a'));
    ContextViewModel& context = *world.conversation.context();
    REQUIRE(context.known());
    REQUIRE_FALSE(context.fits());
    const auto text = [&](int row, int role) { return context.index(row).data(role).toString(); };
    CHECK(text(1, ContextViewModel::TitleRole) == u"a.txt");
    CHECK(text(1, ContextViewModel::NoteRole).isEmpty());
    const int last = context.rowCount() - 1;
    CHECK(text(last, ContextViewModel::TitleRole) == u"Too many");
    CHECK(context.freeWords() ==
          text(last, ContextViewModel::TokensRole) + QLatin1String(" too many"));
}

TEST_CASE("the count of one conversation is not shown for another") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", std::string(1000, 'a'));
    world.conversation.context()->replan();
    world.conversation.chat()->startNew(); // before the count is there
    world.pump();
    REQUIRE(world.conversation.context()->known());
    CHECK(world.conversation.context()->documentsWords().isEmpty());
}

TEST_CASE("a question that does not fit comes back with choices, and nothing of it is saved") {
    LongTalk f;
    QSignalSpy returned(f.world.conversation.chat(), &ChatViewModel::draftReturned);
    QSignalSpy opened(&f.choices(), &ContextChoicesViewModel::opened);
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    CHECK(f.messages().count() == 22);
    f.world.pump();
    REQUIRE(returned.size() == 1);
    CHECK(returned[0][0].toString() == u"And now?");
    CHECK(f.messages().count() == 20);
    CHECK(f.world.library->conversations_store.all[f.id.value].messages.size() == 20);
    CHECK(f.world.model->requests.empty());
    REQUIRE(opened.size() == 1);
    CHECK(f.choices().numbers().contains(u"your question 8"));
    CHECK(f.choice("Summarize") == 0); // the least destructive first
    CHECK(f.choice("Leave out") > 0);
    CHECK(f.choice("Begin a new") > 0);
    CHECK(f.choice("Read the parts") < 0);
    const QString which = f.choices()
                              .index(f.choice("Leave out"))
                              .data(ContextChoicesViewModel::DetailRole)
                              .toString();
    CHECK(which.contains(u"“Question "));

    // Now this is known, so the question is refused at once.
    f.world.conversation.context()->setDraft("And now?");
    CHECK(QTest::qWaitFor([&] {
        f.world.pump();
        return f.context().is_too_long("And now?");
    }));
    CHECK_FALSE(f.world.conversation.chat()->send("And now?"));
    f.world.pump();
    CHECK(returned.size() == 1);
    CHECK(opened.size() == 2);
}

TEST_CASE("what does not fit comes back, too, when another conversation is shown by then") {
    LongTalk f;
    QSignalSpy returned(f.world.conversation.chat(), &ChatViewModel::draftReturned);
    QSignalSpy opened(&f.choices(), &ContextChoicesViewModel::opened);
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    f.world.conversation.chat()->startNew();
    f.world.pump();
    CHECK(returned.size() == 1);
    CHECK(opened.empty()); // the choices are about what is shown
    CHECK(f.world.conversation.chat()->conversation() == 0);
    CHECK(f.world.library->conversations_store.all[f.id.value].messages.size() == 20);
}

TEST_CASE("a first question that is too long leaves no conversation behind") {
    WindowWorld world;
    world.model->context_tokens = 500;
    world.app.start();
    world.pump();
    QSignalSpy opened(world.conversation.choices(), &ContextChoicesViewModel::opened);
    REQUIRE(world.conversation.chat()->send(QString(2000, QLatin1Char('x'))));
    world.pump();
    CHECK(opened.size() == 1);
    CHECK(world.conversation.choices()->count() == 0);
    CHECK_FALSE(world.conversation.choices()->numbers().isEmpty());
    CHECK(world.conversation.chat()->conversation() == 0);
    CHECK(world.library->conversations_store.all.empty());
}

TEST_CASE("the choice becomes the conversation's policy, and messages left out are marked") {
    LongTalk f;
    QSignalSpy wanted(&f.world.conversation, &ConversationViewModel::questionWanted);
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    f.world.pump();
    f.choices().choose(f.choice("Leave out"));
    f.world.pump();
    REQUIRE(wanted.size() == 1);
    REQUIRE(f.world.conversation.chat()->send(wanted[0][0].toString()));
    f.world.pump();
    REQUIRE(f.world.model->requests.size() == 1);
    REQUIRE(f.messages().count() == 22);
    CHECK(f.truncation_of(0) == u"Not in context");
    CHECK(f.truncation_of(20).isEmpty());
    CHECK(f.messages()
              .index(21)
              .data(MessageListViewModel::FiguresRole)
              .toString()
              .contains(u"oldest turns"));
    CHECK_FALSE(f.context().way().isEmpty());
    REQUIRE(f.world.conversation.chat()->send("And then?")); // the user is not asked again
    f.world.pump();
    CHECK(f.messages().count() == 24);

    f.context().askEachTime();
    f.world.pump();
    CHECK(f.context().way().isEmpty());
    CHECK(f.truncation_of(0).isEmpty());
    CHECK_FALSE(f.context().fits());
}

TEST_CASE("a summary of the oldest turns is read in their place") {
    LongTalk f;
    f.world.model->write = [](const GenerateRequest&) { return "In short."; };
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    f.world.pump();
    f.choices().choose(f.choice("Summarize"));
    f.world.pump();
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    f.world.pump();
    CHECK(f.world.model->requests.size() == 2); // the summary, the answer
    CHECK(f.truncation_of(0) == u"In the context as a summary");
}

TEST_CASE("a new conversation keeps the documents and gets the question") {
    LongTalk f;
    open(f.world, "/a.txt", "A short text.");
    QSignalSpy wanted(&f.world.conversation, &ConversationViewModel::questionWanted);
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    f.world.pump();
    REQUIRE(f.choice("Begin a new") >= 0);
    f.choices().choose(f.choice("Begin a new"));
    f.world.pump();
    REQUIRE(wanted.size() == 1);
    CHECK(f.world.conversation.chat()->conversation() != f.id.value);
    CHECK(f.messages().count() == 0);
    CHECK(f.world.conversation.documents()->attachedCount() == 1);
    CHECK(f.world.library->conversations_store.all[f.id.value].documents.size() == 1);
}

TEST_CASE("parts of documents that are too long are read, and their number is shown") {
    WindowWorld world;
    world.model->context_tokens = 4000;
    world.app.start();
    world.pump();
    std::string book;
    for (int i = 0; i < 40; ++i) {
        book += "Paragraph " + std::to_string(i) + " tells of number " + std::to_string(i * 7919) +
                ".\n" + std::string(500, 'y') + "\n\n";
    }
    open(world, "/book.txt", book);
    CHECK_FALSE(world.conversation.context()->fits());
    REQUIRE_FALSE(world.conversation.chat()->messages()->count() > 0);
    REQUIRE(world.conversation.chat()->send("Where is 7919?"));
    world.pump();
    REQUIRE(world.conversation.choices()->count() == 1);
    world.conversation.choices()->choose(0);
    world.pump();
    REQUIRE(world.conversation.chat()->send("Where is 7919?"));
    world.pump();
    const QString figures = world.conversation.chat()
                                ->messages()
                                ->index(1)
                                .data(MessageListViewModel::FiguresRole)
                                .toString();
    CHECK(figures.contains(u"parts read"));
    CHECK(world.conversation.context()->fits());
    CHECK(world.conversation.context()->documentsWords().startsWith(u"Parts"));
    CHECK(world.conversation.context()
              ->index(1)
              .data(ContextViewModel::NoteRole)
              .toString()
              .contains(u"parts in the last answer"));
}

TEST_CASE("a document's summary becomes an answer of its conversation, and prefill waits for it") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", "A short text.");
    SummariesViewModel& summaries = *world.conversation.summaries();
    const qint64 document = world.conversation.documents()
                                ->index(0)
                                .data(DocumentListViewModel::DocumentRole)
                                .toLongLong();
    REQUIRE(summaries.of(document, 0).can_start);
    bool was_shown = false;
    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        const SummaryState state = summaries.of(document, 0);
        was_shown = was_shown || (state.can_stop && !state.words.isEmpty());
    };
    QSignalSpy told(&world.conversation, &ConversationViewModel::announced);
    summaries.begin(document);
    world.pump();
    CHECK(was_shown);
    REQUIRE(world.conversation.chat()->messages()->count() == 2);
    CHECK(world.conversation.chat()->messages()->text(0) == "Summarize “a.txt”.");
    CHECK(world.conversation.chat()->messages()->text(1) == "Hello there.");
    CHECK(summaries.of(document, 0).can_start);
    CHECK(std::ranges::any_of(told, [](const QList<QVariant>& words) {
        return words[0].toString() == u"The summary of a.txt is ready.";
    }));
}

TEST_CASE("a stopped summary can be resumed") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", "A short text.");
    SummariesViewModel& summaries = *world.conversation.summaries();
    const qint64 document = world.conversation.documents()
                                ->index(0)
                                .data(DocumentListViewModel::DocumentRole)
                                .toLongLong();
    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        summaries.stop(document);
    };
    summaries.begin(document);
    world.pump();
    CHECK(summaries.of(document, 0).can_resume);
    CHECK(world.conversation.chat()->messages()->count() == 0);
    world.model->between = [](std::size_t) {};
    summaries.begin(document);
    world.pump();
    CHECK(world.conversation.chat()->messages()->count() == 2);
}
