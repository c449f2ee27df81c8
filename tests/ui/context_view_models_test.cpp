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
    ContextViewModel& context() { return *world.app.context(); }
    ContextChoicesViewModel& choices() { return *world.app.choices(); }
    MessageListViewModel& messages() { return *world.app.chat()->messages(); }
    QString left_out(int row) {
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
    world.app.documents()->open({QUrl::fromLocalFile(QString::fromStdString(path))});
    world.pump();
}

} // namespace

TEST_CASE(
    "nothing is counted before the model is needed; then draft and history have their share") {
    WindowWorld world;
    world.add("Talk", WindowWorld::kNow, {std::string(100, 'q'), std::string(200, 'a')});
    world.app.start();
    world.pump();
    ContextViewModel& context = *world.app.context();
    CHECK_FALSE(context.known());
    CHECK(context.rowCount() == 0);
    CHECK_FALSE(context.words().isEmpty());

    QSignalSpy changes(&context, &ContextViewModel::changed);
    context.setDraft("Why is that so?");
    CHECK(changes.isEmpty()); // one may go on writing
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

    // From here on the question alone is counted.
    context.setDraft("Why?");
    CHECK(QTest::qWaitFor([&] {
        world.pump();
        return context.historyWords() == u"History 304";
    }));
    CHECK(words != context.words());
}

TEST_CASE("documents are in the context from the moment they are open, and are taken out of it") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", std::string(1000, 'a'));
    open(world, "/b.txt", std::string(500, 'b'));
    ContextViewModel& context = *world.app.context();
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
    CHECK(world.app.documents()->attachedCount() == 1);
    CHECK(context.rowCount() == 4);
    CHECK(text(1, ContextViewModel::TitleRole) == u"b.txt");
}

TEST_CASE("of documents that do not fit nothing is said to be read, but how much is too many") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", std::string(9000, 'a'));
    ContextViewModel& context = *world.app.context();
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

TEST_CASE("a plan of a conversation that was left is not shown for another") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", std::string(1000, 'a'));
    world.app.context()->replan();
    world.app.chat()->startNew(); // before the count is there
    world.pump();
    REQUIRE(world.app.context()->known());
    CHECK(world.app.context()->documentsWords().isEmpty());
}

TEST_CASE(
    "what does not fit is not sent: it comes back, with choices, and nothing of it is saved") {
    LongTalk f;
    QSignalSpy returned(f.world.app.chat(), &ChatViewModel::draftReturned);
    QSignalSpy opened(&f.choices(), &ContextChoicesViewModel::opened);
    REQUIRE(f.world.app.chat()->send("And now?"));
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

    // Now it is known, so it is not even taken.
    f.world.app.context()->setDraft("And now?");
    CHECK(QTest::qWaitFor([&] {
        f.world.pump();
        return f.context().is_too_long("And now?");
    }));
    CHECK_FALSE(f.world.app.chat()->send("And now?"));
    f.world.pump();
    CHECK(returned.size() == 1);
    CHECK(opened.size() == 2);
}

TEST_CASE("what does not fit comes back, too, when another conversation is shown by then") {
    LongTalk f;
    QSignalSpy returned(f.world.app.chat(), &ChatViewModel::draftReturned);
    QSignalSpy opened(&f.choices(), &ContextChoicesViewModel::opened);
    REQUIRE(f.world.app.chat()->send("And now?"));
    f.world.app.chat()->startNew();
    f.world.pump();
    CHECK(returned.size() == 1);
    CHECK(opened.empty()); // the choices are about what is shown
    CHECK(f.world.app.chat()->conversation() == 0);
    CHECK(f.world.library->conversations_store.all[f.id.value].messages.size() == 20);
}

TEST_CASE("a first question that is too long leaves no conversation behind") {
    WindowWorld world;
    world.model->context_tokens = 500;
    world.app.start();
    world.pump();
    QSignalSpy opened(world.app.choices(), &ContextChoicesViewModel::opened);
    REQUIRE(world.app.chat()->send(QString(2000, QLatin1Char('x'))));
    world.pump();
    CHECK(opened.size() == 1);
    CHECK(world.app.choices()->count() == 0);
    CHECK_FALSE(world.app.choices()->numbers().isEmpty());
    CHECK(world.app.chat()->conversation() == 0);
    CHECK(world.library->conversations_store.all.empty());
}

TEST_CASE("the conversation keeps to the chosen way, and what is left out is marked") {
    LongTalk f;
    QSignalSpy wanted(&f.world.app, &AppViewModel::questionWanted);
    REQUIRE(f.world.app.chat()->send("And now?"));
    f.world.pump();
    f.choices().choose(f.choice("Leave out"));
    f.world.pump();
    REQUIRE(wanted.size() == 1);
    REQUIRE(f.world.app.chat()->send(wanted[0][0].toString()));
    f.world.pump();
    REQUIRE(f.world.model->requests.size() == 1);
    REQUIRE(f.messages().count() == 22);
    CHECK(f.left_out(0) == u"Not in context");
    CHECK(f.left_out(20).isEmpty());
    CHECK(f.messages()
              .index(21)
              .data(MessageListViewModel::FiguresRole)
              .toString()
              .contains(u"oldest turns"));
    CHECK_FALSE(f.context().way().isEmpty());
    REQUIRE(f.world.app.chat()->send("And then?")); // it is not asked again
    f.world.pump();
    CHECK(f.messages().count() == 24);

    f.context().askEachTime();
    f.world.pump();
    CHECK(f.context().way().isEmpty());
    CHECK(f.left_out(0).isEmpty());
    CHECK_FALSE(f.context().fits());
}

TEST_CASE("a summary of the oldest turns is read in their place") {
    LongTalk f;
    f.world.model->write = [](const GenerateRequest&) { return "In short."; };
    REQUIRE(f.world.app.chat()->send("And now?"));
    f.world.pump();
    f.choices().choose(f.choice("Summarize"));
    f.world.pump();
    REQUIRE(f.world.app.chat()->send("And now?"));
    f.world.pump();
    CHECK(f.world.model->requests.size() == 2); // the summary, the answer
    CHECK(f.left_out(0) == u"In the context as a summary");
}

TEST_CASE("a new conversation keeps the documents and gets the question") {
    LongTalk f;
    open(f.world, "/a.txt", "A short text.");
    QSignalSpy wanted(&f.world.app, &AppViewModel::questionWanted);
    REQUIRE(f.world.app.chat()->send("And now?"));
    f.world.pump();
    REQUIRE(f.choice("Begin a new") >= 0);
    f.choices().choose(f.choice("Begin a new"));
    f.world.pump();
    REQUIRE(wanted.size() == 1);
    CHECK(f.world.app.chat()->conversation() != f.id.value);
    CHECK(f.messages().count() == 0);
    CHECK(f.world.app.documents()->attachedCount() == 1);
    CHECK(f.world.library->conversations_store.all[f.id.value].documents.size() == 1);
}

TEST_CASE("of documents that are too long, parts are read, and it is said how many") {
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
    CHECK_FALSE(world.app.context()->fits());
    REQUIRE_FALSE(world.app.chat()->messages()->count() > 0);
    REQUIRE(world.app.chat()->send("Where is 7919?"));
    world.pump();
    REQUIRE(world.app.choices()->count() == 1);
    world.app.choices()->choose(0);
    world.pump();
    REQUIRE(world.app.chat()->send("Where is 7919?"));
    world.pump();
    const QString figures =
        world.app.chat()->messages()->index(1).data(MessageListViewModel::FiguresRole).toString();
    CHECK(figures.contains(u"parts read"));
    CHECK(world.app.context()->fits());
    CHECK(world.app.context()->documentsWords().startsWith(u"Parts"));
    CHECK(world.app.context()
              ->index(1)
              .data(ContextViewModel::NoteRole)
              .toString()
              .contains(u"parts in the last answer"));
}

TEST_CASE("a document is summarized as an answer of its conversation; reading ahead waits for it") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", "A short text.");
    SummariesViewModel& summaries = *world.app.summaries();
    const qint64 document =
        world.app.documents()->index(0).data(DocumentListViewModel::DocumentRole).toLongLong();
    REQUIRE(summaries.of(document, 0).can_begin);
    bool was_shown = false;
    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        const SummaryState state = summaries.of(document, 0);
        was_shown = was_shown || (state.can_stop && !state.words.isEmpty());
    };
    QSignalSpy told(&world.app, &AppViewModel::announced);
    summaries.begin(document);
    world.pump();
    CHECK(was_shown);
    REQUIRE(world.app.chat()->messages()->count() == 2);
    CHECK(world.app.chat()->messages()->text(0) == "Summarize “a.txt”.");
    CHECK(world.app.chat()->messages()->text(1) == "Hello there.");
    CHECK(summaries.of(document, 0).can_begin);
    CHECK(std::ranges::any_of(told, [](const QList<QVariant>& words) {
        return words[0].toString() == u"The summary of a.txt is ready.";
    }));
}

TEST_CASE("a summary that was stopped goes on when asked for") {
    WindowWorld world;
    world.app.start();
    world.pump();
    open(world, "/a.txt", "A short text.");
    SummariesViewModel& summaries = *world.app.summaries();
    const qint64 document =
        world.app.documents()->index(0).data(DocumentListViewModel::DocumentRole).toLongLong();
    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        summaries.stop(document);
    };
    summaries.begin(document);
    world.pump();
    CHECK(summaries.of(document, 0).can_go_on);
    CHECK(world.app.chat()->messages()->count() == 0);
    world.model->between = [](std::size_t) {};
    summaries.begin(document);
    world.pump();
    CHECK(world.app.chat()->messages()->count() == 2);
}
