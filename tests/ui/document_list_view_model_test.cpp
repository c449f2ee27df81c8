#include "tests/ui/window_world.h"
#include "ui/bridge/text.h"
#include "ui/documents/document_status.h"

#include <catch2/catch_test_macros.hpp>

#include <QSignalSpy>
#include <QUrl>
#include <chrono>
#include <string>
#include <utility>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

using Documents = DocumentListViewModel;

struct Fixture {
    Fixture() {
        QObject::connect(world.conversation.documents(), &Documents::announced,
                         [this](const QString& words) { heard << words; });
    }
    void start() {
        world.app.start();
        world.pump();
    }
    Documents& documents() { return *world.conversation.documents(); }
    ChatViewModel& chat() { return *world.conversation.chat(); }
    void open(const char* path) { CHECK(documents().open({QUrl::fromLocalFile(path)})); }
    QString value(int row, int role) { return documents().index(row).data(role).toString(); }

    WindowWorld world;
    QStringList heard;
};

} // namespace

TEST_CASE("a file becomes a document of a new conversation, and its phases are announced") {
    Fixture f;
    f.start();
    f.world.holds_files = true;
    f.open("/home/me/lease.pdf");
    REQUIRE(f.documents().count() == 1);
    CHECK(f.documents().importing());
    CHECK(f.value(0, Documents::TitleRole) == u"lease.pdf");
    CHECK(f.value(0, Documents::PhaseRole) == u"Opening");
    CHECK(f.heard.last() == u"Opening: lease.pdf");

    f.world.holds_files = false;
    f.world.pump_without_model();
    REQUIRE(f.documents().count() == 1);
    CHECK_FALSE(f.documents().importing());
    CHECK(f.value(0, Documents::FactsRole) == u"31 characters");
    CHECK(f.heard.contains(u"/home/me/lease.pdf is open."));
    CHECK(f.chat().conversation() != 0);
    CHECK(f.world.app.conversations()->count() == 1);
    CHECK(f.world.app.title() == u"/home/me/lease.pdf");
}

TEST_CASE("questions include the document, also after a restart") {
    Fixture f;
    f.start();
    f.open("/home/me/lease.pdf");
    f.world.pump();
    REQUIRE(f.chat().send("How long?"));
    f.world.pump();
    CHECK(f.world.app.conversations()->count() == 1);

    f.chat().startNew();
    f.world.pump();
    CHECK(f.documents().count() == 0);
    CHECK(f.documents().subject().isEmpty());
    f.world.conversation.chat()->open(f.world.app.conversations()->idAt(0));
    f.world.pump();
    REQUIRE(f.documents().count() == 1);
    CHECK(f.documents().subject() == u"/home/me/lease.pdf");
    REQUIRE(f.chat().send("And then?"));
    f.world.pump();
    for (const GenerateRequest& request : f.world.model->requests) {
        REQUIRE(std::get<ChatPrompt>(request.prompt).documents.size() == 1);
        CHECK(std::get<ChatPrompt>(request.prompt).documents[0].text ==
              "The text of /home/me/lease.pdf.");
    }
}

TEST_CASE("pages are named where they are known") {
    Fixture f;
    f.start();
    const DocumentMark one{DocumentMarkKind::page, 0, "1"};
    f.world.extractor->files.emplace("/one.pdf", ExtractedDocument{{"one", "1", {one}}, {}});
    f.world.extractor->files.emplace("/two.pdf",
                                     ExtractedDocument{{"two", "12", {one, one}}, "No sandbox"});
    f.open("/one.pdf");
    f.open("/two.pdf");
    f.world.pump();
    CHECK(f.value(0, Documents::FactsRole) == u"1 page · 1 character");
    CHECK(f.value(1, Documents::FactsRole) == u"2 pages · 2 characters");
    CHECK(f.documents().caution() == u"No sandbox.");
    CHECK(f.documents().subject() == u"these 2 documents");
}

TEST_CASE("a file that cannot be imported shows the reason until it is dismissed") {
    Fixture f;
    f.start();
    f.world.extractor->files.emplace("/scan.pdf",
                                     fail(ErrorCode::unsupported, "scan.pdf has only pictures"));
    f.open("/scan.pdf");
    f.open("/good.txt");
    f.world.pump();
    REQUIRE(f.documents().count() == 2);
    CHECK(f.value(0, Documents::TitleRole) == u"/good.txt");
    CHECK(f.value(1, Documents::TitleRole) == u"scan.pdf");
    CHECK(f.value(1, Documents::ErrorRole) == u"scan.pdf has only pictures.");
    CHECK_FALSE(f.documents().importing());
    CHECK(f.heard.contains(u"scan.pdf has only pictures."));
    f.documents().remove(1);
    CHECK(f.documents().count() == 1);
    f.documents().remove(7);
    CHECK(f.documents().count() == 1);
}

TEST_CASE("text can be recognized in a scanned file, and the document says so") {
    Fixture f;
    f.start();
    f.world.extractor->make_scan("/scan.pdf");
    f.world.extractor->recognized.emplace(
        "/scan.pdf",
        ExtractedDocument{{.title = "scan", .text = "ab", .origin = TextOrigin::recognized}, {}});
    f.open("/scan.pdf");
    f.world.pump();
    REQUIRE(f.documents().count() == 1);
    CHECK(f.value(0, Documents::RecognizableRole) == u"true");
    f.documents().recognize(7);
    f.documents().recognize(0);
    CHECK(f.value(0, Documents::PhaseRole) == u"Recognizing text");
    CHECK(f.value(0, Documents::ErrorRole) == u"");
    CHECK(f.documents().importing());
    f.world.pump();
    REQUIRE(f.documents().count() == 1);
    CHECK(f.value(0, Documents::FactsRole) == u"2 characters · recognized text");
    CHECK(f.value(0, Documents::RecognizableRole) == u"false");
}

TEST_CASE("the facts about a document include its notes, a few of them") {
    DocumentSummary document;
    document.characters = 2;
    document.notes = {"Hidden text was left out."};
    CHECK(document_facts(document) == u"2 characters\nHidden text was left out.");
    document.pages = 1;
    document.notes = {"a", "b", "c", "d", "e", "f", "g"};
    CHECK(document_facts(document) == u"1 page · 2 characters\na\nb\nc\nd\ne\nand 2 more");
}

TEST_CASE("OCR shows the page number, but does not announce it") {
    Fixture f;
    f.start();
    f.world.extractor->make_scan("/scan.pdf");
    f.world.extractor->pages = 12;
    QStringList phases;
    f.world.extractor->while_recognizing = [&](std::uint32_t page) {
        f.world.main.run_pending();
        phases << f.value(0, Documents::PhaseRole);
        if (page == 4) {
            CHECK(f.value(0, Documents::BriefRole) == u"page 4 of 12");
            CHECK(f.documents().index(0).data(Documents::ShareRole).toDouble() == 0.25);
            CHECK(f.documents().index(0).data(Documents::StoppableRole).toBool());
            f.documents().stopRecognizing(7);
            f.documents().stopRecognizing(0);
        }
    };
    f.open("/scan.pdf");
    f.world.pump();
    CHECK_FALSE(f.documents().index(0).data(Documents::StoppableRole).toBool());
    f.documents().stopRecognizing(0);
    f.documents().recognize(0);
    f.world.pump();
    CHECK(phases == QStringList{"Recognizing page 1 of 12", "Recognizing page 2 of 12",
                                "Recognizing page 3 of 12", "Recognizing page 4 of 12"});
    CHECK(f.heard.count(u"Recognizing text: scan.pdf") == 1);
    REQUIRE(f.documents().count() == 1);
    CHECK(f.value(0, Documents::ErrorRole) == u"scan.pdf has no text.");
    CHECK(f.value(0, Documents::RecognizableRole) == u"true");
    CHECK(f.value(0, Documents::PhaseRole).isEmpty());
    CHECK(f.documents().index(0).data(Documents::ShareRole).toDouble() < 0);
    CHECK_FALSE(f.documents().importing());
}

TEST_CASE("a full disk has a message of its own") {
    Fixture f;
    f.start();
    f.world.library->documents_store.next_failure = Error{ErrorCode::out_of_space, "SQLITE_FULL"};
    f.open("/a.txt");
    f.world.pump();
    CHECK(f.value(0, Documents::ErrorRole).contains(u"disk is full"));
    CHECK_FALSE(f.value(0, Documents::ErrorRole).contains(u"SQLITE"));
}

TEST_CASE("only local files are opened") {
    Fixture f;
    f.start();
    CHECK_FALSE(f.documents().open({QUrl("https://example.org/a.pdf")}));
    CHECK_FALSE(f.documents().notice().isEmpty());
    CHECK(f.documents().count() == 0);
    CHECK(f.world.extractor->asked.empty());
    f.open("/a.txt");
    CHECK(f.documents().notice().isEmpty());
}

TEST_CASE("removing the only document of an unused conversation deletes the conversation") {
    Fixture f;
    f.start();
    f.open("/a.txt");
    f.world.pump();
    f.documents().remove(0);
    f.world.pump();
    CHECK(f.documents().count() == 0);
    CHECK(f.chat().conversation() == 0);
    CHECK(f.world.app.conversations()->count() == 0);
}

TEST_CASE("importing the same file again changes nothing") {
    Fixture f;
    f.start();
    f.open("/a.txt");
    f.world.pump();
    QSignalSpy reset(f.world.conversation.documents(), &QAbstractItemModel::modelReset);
    f.open("/a.txt");
    f.world.pump();
    CHECK(f.documents().count() == 1);
    CHECK(f.documents().notice().isEmpty());
    CHECK(f.heard.last() == u"/a.txt is a document of this conversation already.");
}

TEST_CASE("a file is added to the conversation it was opened in, whichever is shown later") {
    Fixture f;
    const auto other = f.world.add("other", WindowWorld::kNow - WindowWorld::kDay, {"a", "b"});
    const auto mine = f.world.add("mine", WindowWorld::kNow, {"c", "d"});
    f.start();
    f.world.holds_files = true;
    f.open("/a.txt");
    f.chat().open(other.value);
    f.world.pump();
    CHECK(f.documents().count() == 0);
    CHECK_FALSE(f.documents().importing());
    f.world.holds_files = false;
    f.world.pump();
    CHECK(f.documents().count() == 0);
    CHECK(f.world.library->conversations_store.all[mine.value].documents.size() == 1);
    f.chat().open(mine.value);
    f.world.pump();
    CHECK(f.documents().count() == 1);
}

TEST_CASE("a file named on the command line is opened in a new conversation") {
    Fixture f;
    f.world.add("older", WindowWorld::kNow, {"a", "b"});
    f.world.app.start(DesktopViewModel::Begin::empty);
    f.open("/a.txt");
    f.world.pump();
    CHECK(f.documents().count() == 1);
    CHECK(f.world.conversation.ready());
    CHECK(f.world.app.title() == u"/a.txt");
    CHECK(f.chat().messages()->count() == 0);
}

TEST_CASE("an import may end before the list of conversations is loaded") {
    Fixture f;
    f.open("/a.txt");
    f.world.pump();
    f.world.app.start(DesktopViewModel::Begin::empty);
    f.world.pump();
    CHECK(f.world.conversation.ready());
    CHECK(f.documents().count() == 1);
    CHECK(f.world.app.title() == u"/a.txt");
}

TEST_CASE("the progress of a prefill is shown in words") {
    Fixture f;
    f.start();
    QStringList phases;
    f.world.model->while_reading = [&](std::int64_t) {
        f.world.pump_without_model();
        phases << f.value(0, Documents::PhaseRole);
        f.world.clock.advance(std::chrono::seconds(1));
    };
    QSignalSpy finished(&f.documents(), &Documents::finishedReading);
    f.open("/a.txt");
    f.world.pump();
    CHECK(phases.value(0) == u"Reading: 0 %");
    CHECK(phases.value(2) == u"Reading: 45 % · 25 tokens a second · 3 s left");
    CHECK(f.value(0, Documents::PhaseRole) == u"Read in full (110 tokens)");
    CHECK(f.value(0, Documents::BriefRole).isEmpty());
    CHECK(f.documents().index(0).data(Documents::ShareRole).toDouble() < 0);
    CHECK(f.heard.count(u"Reading: /a.txt") == 1);
    CHECK(f.heard.last() == u"Read in full: /a.txt");
    CHECK(finished.isEmpty()); // after a short wait
}

TEST_CASE("the end of a long prefill is notified") {
    Fixture f;
    f.start();
    f.world.model->while_reading = [&](std::int64_t) {
        f.world.pump_without_model();
        f.world.clock.advance(std::chrono::seconds(5));
    };
    QSignalSpy finished(&f.documents(), &Documents::finishedReading);
    f.open("/a.txt");
    f.world.pump();
    REQUIRE(finished.size() == 1);
    CHECK(finished[0][0].toString() == u"/a.txt");
}

TEST_CASE("prefill can be stopped and resumed") {
    Fixture f;
    f.start();
    bool is_first = true;
    f.world.model->while_reading = [&](std::int64_t done) {
        f.world.pump_without_model();
        if (done == 50 && std::exchange(is_first, false)) {
            CHECK(f.documents().index(0).data(Documents::StoppableRole).toBool());
            CHECK(f.value(0, Documents::BriefRole) == u"45 %");
            f.documents().stopReading();
        }
    };
    f.open("/a.txt");
    f.world.pump();
    CHECK(f.value(0, Documents::PhaseRole) == u"Stopped at 45 %");
    CHECK_FALSE(f.documents().index(0).data(Documents::StoppableRole).toBool());
    CHECK(f.documents().index(0).data(Documents::ResumableRole).toBool());
    f.documents().resumeReading();
    f.world.pump();
    CHECK(f.value(0, Documents::PhaseRole) == u"Read in full (110 tokens)");
}

TEST_CASE("an answer has priority over prefill, which then continues") {
    Fixture f;
    f.start();
    bool is_first = true;
    f.world.model->while_reading = [&](std::int64_t done) {
        f.world.pump_without_model();
        if (done == 50 && std::exchange(is_first, false)) {
            CHECK(f.chat().send("Hm?"));
            CHECK(f.value(0, Documents::PhaseRole) == u"Continues after the answer");
        }
    };
    f.open("/a.txt");
    f.world.pump();
    CHECK(f.world.model->requests.size() == 1);
    CHECK(f.world.model->reads.size() >= 2); // counting the context has priority, too
    CHECK(to_qstring(f.chat().messages()->text(1)) == u"Hello there.");
    CHECK(f.value(0, Documents::PhaseRole) == u"Read in full (110 tokens)");
}

TEST_CASE("a document that does not fit says so, with numbers") {
    Fixture f;
    f.start();
    f.world.model->reading_failure =
        Error{ErrorCode::context_too_long, "the text has 169,278 tokens, the model reads 131,072"};
    f.open("/a.txt");
    f.world.pump();
    CHECK(f.value(0, Documents::ErrorRole) ==
          u"The text has 169,278 tokens, the model reads 131,072.");
    CHECK(f.documents().index(0).data(Documents::ShareRole).toDouble() < 0);
    CHECK_FALSE(f.documents().importing());
}

TEST_CASE("prefill continues after a restart") {
    Fixture f;
    const auto a = f.world.library->documents_store.add({.title = "a", .text = "A"});
    REQUIRE(f.world.library->conversations_store.attach({}, "a", *a));
    f.start();
    REQUIRE(f.world.model->reads.size() == 1);
    CHECK(f.world.model->reads[0].documents.at(0).text == "A");
    CHECK(f.world.model->reads[0].system == f.world.profiles.base.system_prompt);
    CHECK(f.value(0, Documents::PhaseRole) == u"Read in full (110 tokens)");
}
