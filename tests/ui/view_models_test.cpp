#include "tests/ui/sample_conversations.h"
#include "tests/ui/window_world.h"
#include "ui/bridge/text.h"
#include "ui/chat/activity.h"

#include <catch2/catch_test_macros.hpp>

#include <QSignalSpy>
#include <string>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

QVariant value(MessageListViewModel& messages, int row, int role) {
    return messages.index(row).data(role);
}

QString text(MessageListViewModel& messages, int row) {
    return to_qstring(messages.text(row));
}

QStringList column(const QAbstractListModel& model, int role) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        all << model.index(row).data(role).toString();
    }
    return all;
}

} // namespace

TEST_CASE("a start shows the conversation that was used last") {
    WindowWorld world;
    world.add("older", WindowWorld::kNow - WindowWorld::kDay, {"a", "b"});
    world.add("newer", WindowWorld::kNow, {"c", "d"});
    world.app.start();
    CHECK_FALSE(world.conversation.ready());
    world.pump();
    CHECK(world.conversation.ready());
    CHECK(world.app.title() == u"newer");
    CHECK(text(*world.conversation.chat()->messages(), 1) == u"d");
}

TEST_CASE("a start without conversations shows a new one") {
    WindowWorld world;
    world.app.start();
    world.pump();
    CHECK(world.conversation.ready());
    CHECK(world.conversation.chat()->conversation() == 0);
    CHECK(world.app.title().isEmpty());
}

TEST_CASE("a library that cannot be read is reported, and a new conversation is possible") {
    WindowWorld world;
    world.library->conversations_store.next_failure = Error{ErrorCode::io, "no disk"};
    world.app.start();
    world.pump();
    CHECK(world.conversation.ready());
    CHECK_FALSE(world.app.conversations()->notice().isEmpty());
    world.app.conversations()->reload();
    world.pump();
    CHECK(world.app.conversations()->notice().isEmpty());
}

TEST_CASE("conversations are in the sections Today, Yesterday and Earlier") {
    WindowWorld world;
    world.add("t", WindowWorld::kNow, {});
    world.add("y", WindowWorld::kNow - WindowWorld::kDay, {});
    world.add("e", WindowWorld::kNow - 2 * WindowWorld::kDay, {});
    world.app.start();
    world.pump();
    CHECK(column(*world.app.conversations(), ConversationListViewModel::SectionRole) ==
          QStringList{"Today", "Yesterday", "Earlier"});
}

TEST_CASE("a turn shows the question at once, then the answer, then its figures") {
    WindowWorld world;
    world.app.start();
    world.pump();
    ChatViewModel& chat = *world.conversation.chat();
    MessageListViewModel& messages = *chat.messages();
    REQUIRE(chat.send("Good day"));
    REQUIRE(messages.count() == 2);
    CHECK(value(messages, 0, MessageListViewModel::IsUserRole).toBool());
    CHECK(value(messages, 1, MessageListViewModel::IsActiveRole).toBool());
    CHECK(chat.running());

    world.pump();
    CHECK_FALSE(chat.running());
    CHECK(text(messages, 1) == u"Hello there.");
    CHECK_FALSE(value(messages, 1, MessageListViewModel::IsActiveRole).toBool());
    CHECK(value(messages, 1, MessageListViewModel::FiguresRole).toString().startsWith("3 tokens"));
    CHECK(chat.conversation() != 0);
    CHECK(world.app.title() == u"Good day");
    REQUIRE(world.model->requests.size() == 1);
    CHECK(world.model->requests[0].model.folder == "models/MobileLLM-Pro");
}

TEST_CASE("streamed text changes one row and inserts none") {
    WindowWorld world;
    world.app.start();
    world.pump();
    MessageListViewModel& messages = *world.conversation.chat()->messages();
    QStringList seen;
    world.model->pieces = {"One ", "two ", "thr", "ee."};
    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        seen << text(messages, 1);
    };
    (void)world.conversation.chat()->send("Count");
    QSignalSpy changes(&messages, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&messages, &QAbstractItemModel::rowsInserted);
    world.pump();
    CHECK(seen == QStringList{"", "One ", "One two ", "One two "});
    CHECK(text(messages, 1) == u"One two three.");
    CHECK(inserted.isEmpty());
    for (const auto& change : changes) {
        CHECK(change[0].toModelIndex().row() == 1);
    }
}

TEST_CASE("phases are shown and announced in words") {
    WindowWorld world;
    world.app.start();
    world.pump();
    MessageListViewModel& messages = *world.conversation.chat()->messages();
    QStringList heard;
    QObject::connect(world.conversation.chat(), &ChatViewModel::announced,
                     [&](const QString& words) { heard << words; });
    QString activity;
    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        activity = value(messages, 1, MessageListViewModel::ActivityRole).toString();
    };
    (void)world.conversation.chat()->send("Hm?");
    world.pump();
    CHECK(activity == u"Writing");
    CHECK(heard.contains(u"Writing"));
    CHECK(heard.last() == u"Hello there.");
}

TEST_CASE("a long prefill shows its speed and the time left") {
    using std::chrono::seconds;
    CHECK(activity_of({Phase::loading, 0, 0}, 0, seconds(0)).words == u"Loading the model");
    CHECK(activity_of({Phase::reading, 10, 214}, 0, seconds(0)).words ==
          u"Reading 10 of 214 tokens");
    const Activity slow = activity_of({Phase::reading, 2000, 12'000}, 1000, seconds(10));
    CHECK(slow.words == u"Reading 2,000 of 12,000 tokens · 100 a second · 2 min left");
    CHECK(slow.share > 0.16);
    CHECK(activity_of({Phase::reading, 1900, 2000}, 0, seconds(10)).words.endsWith(u"1 s left"));
}

TEST_CASE("stop keeps what was written and says so") {
    WindowWorld world;
    world.app.start();
    world.pump();
    ChatViewModel& chat = *world.conversation.chat();
    world.model->between = [&](std::size_t written) {
        world.pump_without_model();
        if (written == 2) {
            chat.stop();
        }
    };
    (void)chat.send("Go");
    world.pump();
    CHECK_FALSE(chat.running());
    CHECK(text(*chat.messages(), 1) == u"Hello there");
    CHECK_FALSE(value(*chat.messages(), 1, MessageListViewModel::EndNoteRole).toString().isEmpty());
    CHECK(value(*chat.messages(), 1, MessageListViewModel::ErrorRole).toString().isEmpty());
}

TEST_CASE("a failed answer keeps its text, says why, and can be tried again") {
    WindowWorld world;
    world.app.start();
    world.pump();
    ChatViewModel& chat = *world.conversation.chat();
    world.model->failure_at_end = Error{ErrorCode::out_of_memory, "2 GB are needed"};
    (void)chat.send("Go");
    world.pump();
    CHECK(text(*chat.messages(), 1) == u"Hello there.");
    CHECK(
        value(*chat.messages(), 1, MessageListViewModel::ErrorRole).toString().contains(u"memory"));
    CHECK(value(*chat.messages(), 1, MessageListViewModel::ErrorDetailRole).toString() ==
          u"2 GB are needed");

    world.model->failure_at_end.reset();
    REQUIRE(chat.tryAgain(1));
    world.pump();
    REQUIRE(chat.messages()->count() == 2);
    CHECK(text(*chat.messages(), 0) == u"Go");
    CHECK(text(*chat.messages(), 1) == u"Hello there.");
    CHECK(value(*chat.messages(), 1, MessageListViewModel::ErrorRole).toString().isEmpty());
    CHECK_FALSE(chat.tryAgain(0));
    CHECK_FALSE(chat.tryAgain(99));
}

TEST_CASE("a question that cannot be saved shows the error in its answer") {
    WindowWorld world;
    world.app.start();
    world.pump();
    world.library->conversations_store.next_failure = Error{ErrorCode::out_of_space, "disk full"};
    REQUIRE(world.conversation.chat()->send("Go"));
    world.pump();
    CHECK_FALSE(world.conversation.chat()->running());
    CHECK(value(*world.conversation.chat()->messages(), 1, MessageListViewModel::ErrorRole)
              .toString()
              .contains(u"disk"));
}

TEST_CASE("blank text is not sent, and a second turn is refused while the first runs") {
    WindowWorld world;
    world.app.start();
    world.pump();
    ChatViewModel& chat = *world.conversation.chat();
    CHECK_FALSE(chat.send("  \n "));
    CHECK(chat.messages()->count() == 0);
    CHECK(chat.notice().isEmpty());
    REQUIRE(chat.send("One"));
    CHECK_FALSE(chat.send("Two"));
    CHECK_FALSE(chat.notice().isEmpty());
    world.pump();
    CHECK(chat.messages()->count() == 2);
    CHECK(text(*chat.messages(), 1) == u"Hello there.");
}

TEST_CASE("without a model nothing is sent, and the notice says why") {
    WindowWorld world;
    world.catalog->models.clear();
    world.app.start();
    world.pump();
    CHECK_FALSE(world.conversation.chat()->send("Go"));
    CHECK_FALSE(world.conversation.chat()->notice().isEmpty());
    CHECK(world.app.models()->current()->title().isEmpty());
}

TEST_CASE("each answer uses the profile of its model and a seed of its own") {
    WindowWorld world;
    world.profiles.base.system_prompt = "Be brief.";
    world.profiles.base.max_answer_tokens = 77;
    world.catalog->models[1].sampling.temperature = 0.25F;
    world.app.start();
    world.pump();
    REQUIRE(world.conversation.chat()->send("One"));
    world.pump();
    world.app.models()->use(1);
    world.pump();
    REQUIRE(world.conversation.chat()->send("Two"));
    world.pump();
    REQUIRE(world.model->requests.size() == 2);
    const GenerateRequest& first = world.model->requests[0];
    const GenerateRequest& second = world.model->requests[1];
    CHECK(std::get<ChatPrompt>(first.prompt).system == "Be brief.");
    CHECK(first.max_tokens == 77);
    CHECK(first.sampling.temperature == world.profiles.base.sampling.temperature);
    CHECK(second.sampling.temperature == 0.25F);
    CHECK(first.sampling.seed != second.sampling.seed);
}

TEST_CASE("an answer continues while another conversation is shown") {
    WindowWorld world;
    const auto other = world.add("other", WindowWorld::kNow, {"x", "y"});
    world.app.start(DesktopViewModel::Begin::empty);
    world.pump();
    ChatViewModel& chat = *world.conversation.chat();
    qint64 began = 0;
    world.model->pieces = {"One ", "two ", "three ", "four."};
    world.model->between = [&](std::size_t written) {
        world.pump_without_model();
        if (written == 1) {
            began = chat.conversation();
            chat.open(other.value);
            world.pump_without_model();
            CHECK(chat.runningElsewhere());
            CHECK(text(*chat.messages(), 1) == u"y");
        } else if (written == 3) {
            CHECK(text(*chat.messages(), 1) == u"y");
            chat.open(began);
            world.pump_without_model();
            CHECK_FALSE(chat.runningElsewhere());
            CHECK(text(*chat.messages(), 1) == u"One two three ");
            CHECK(value(*chat.messages(), 1, MessageListViewModel::IsActiveRole).toBool());
        }
    };
    REQUIRE(chat.send("Count"));
    world.pump();
    CHECK(text(*chat.messages(), 1) == u"One two three four.");
    CHECK_FALSE(chat.running());
}

TEST_CASE("conversations can be renamed and deleted") {
    WindowWorld world;
    const auto id = world.add("old", WindowWorld::kNow, {"a", "b"});
    world.app.start();
    world.pump();
    world.app.conversations()->rename(id.value, "  new\nname ");
    world.pump();
    CHECK(world.app.title() == u"new name");
    world.app.conversations()->rename(id.value, "   ");
    world.pump();
    CHECK(world.app.title() == u"new name");
    world.app.conversations()->remove(id.value);
    world.pump();
    CHECK(world.app.conversations()->count() == 0);
    CHECK(world.conversation.chat()->conversation() == 0);
    CHECK(world.conversation.chat()->messages()->count() == 0);
}

TEST_CASE("the list moves a used conversation to the top without a reset") {
    WindowWorld world;
    world.add("b", WindowWorld::kNow - 1000, {"x", "y"});
    const auto id = world.add("a", WindowWorld::kNow - 2000, {"x", "y"});
    world.app.start();
    world.pump();
    QSignalSpy moved(world.app.conversations(), &QAbstractItemModel::rowsMoved);
    QSignalSpy reset(world.app.conversations(), &QAbstractItemModel::modelReset);
    world.library->conversations_store.all[id.value].summary.updated_at = WindowWorld::kNow;
    world.app.conversations()->reload();
    world.pump();
    CHECK(column(*world.app.conversations(), ConversationListViewModel::TitleRole) ==
          QStringList{"a", "b"});
    CHECK(moved.size() == 1);
    CHECK(reset.isEmpty());
}

TEST_CASE("the model is prepared once") {
    WindowWorld world;
    world.app.start();
    world.pump();
    world.conversation.chat()->prepare();
    world.conversation.chat()->prepare();
    world.pump();
    REQUIRE(world.model->prepared.size() == 1);
    CHECK(world.model->prepared[0].folder == "models/MobileLLM-Pro");
}

TEST_CASE("closing stops the answer and waits until it is saved") {
    WindowWorld world;
    world.app.start();
    world.pump();
    QSignalSpy closable(&world.conversation, &ConversationViewModel::closable);
    world.model->between = [&](std::size_t written) {
        world.pump_without_model();
        if (written == 1) {
            world.conversation.close();
            CHECK(closable.isEmpty());
        }
    };
    REQUIRE(world.conversation.chat()->send("Go"));
    world.pump();
    CHECK(closable.size() == 1);
    const auto& saved = world.library->conversations_store.updates;
    REQUIRE_FALSE(saved.empty());
    CHECK(saved.back().state == MessageState::interrupted);
    CHECK(saved.back().text == "Hello");
}

TEST_CASE("view-models can be destroyed while an answer is being written") {
    WindowWorld world;
    world.app.start();
    world.pump();
    auto app = std::make_unique<DesktopViewModel>(world.services());
    app->start();
    world.pump();
    world.model->between = [&](std::size_t) {
        app.reset();
        world.pump_without_model();
    };
    REQUIRE(app->conversation()->chat()->send("Go"));
    world.pump();
    CHECK_FALSE(world.chat.is_running());
}

TEST_CASE("a huge message is shown in part but kept whole") {
    WindowWorld world;
    world.add("huge", WindowWorld::kNow,
              {std::string(1'000'000, 'x'), std::string(1'000'000, 'y')});
    world.app.start();
    world.pump();
    MessageListViewModel& messages = *world.conversation.chat()->messages();
    CHECK(value(messages, 0, MessageListViewModel::TextRole).toString().size() < 20'000);
    CHECK(value(messages, 0, MessageListViewModel::IsCutRole).toBool());
    CHECK(value(messages, 1, MessageListViewModel::IsCutRole).toBool());
    CHECK(messages.text(0).size() == 1'000'000);
}
