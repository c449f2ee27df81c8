#include "app/documents/file_extractor.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/window_fixture.h"

#include <catch2/catch_test_macros.hpp>

#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>
#include <utility>

using namespace sotto;
using Fixture = test::WindowFixture;

namespace {

void drop(Fixture& f, const QString& file) {
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter({200, 200}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&f.window(), &enter);
    QDropEvent drop({200, 200}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&f.window(), &drop);
    f.world.pump_without_model();
}

ui::DocumentListViewModel& documents(Fixture& f) {
    return *f.world.conversation.documents();
}

bool has_focus_inside(Fixture& f, const char* name) {
    for (QQuickItem* item = f.window().activeFocusItem(); item != nullptr;
         item = item->parentItem()) {
        if (item->objectName() == QLatin1String(name)) {
            return true;
        }
    }
    return false;
}

} // namespace

TEST_CASE("a real file dropped on the window is read, and the question is asked about it") {
    const test::TempFolder folder;
    const auto file = folder.write("garden notes.txt", "The garden opens at nine.\n");
    Fixture f({}, false);
    app::FileExtractor reader{app::ExtractorClient(SOTTO_EXTRACT_PROGRAM)};
    f.world.extractor->otherwise = [&](const std::string& path, const std::stop_token& stop) {
        return reader.extract(
            path, Recognition::refused, [](std::uint32_t, std::uint32_t) {}, stop);
    };
    drop(f, QString::fromStdString(file.string()));
    REQUIRE(documents(f).count() == 1);
    CHECK(documents(f).subject() == u"garden notes.txt");
    f.type("when");
    f.key(Qt::Key_Return);
    f.world.pump();
    REQUIRE(f.world.model->requests.size() == 1);
    const auto& prompt = std::get<ChatPrompt>(f.world.model->requests[0].prompt);
    REQUIRE(prompt.documents.size() == 1);
    CHECK(prompt.documents[0].text.view().starts_with("The garden opens at nine."));
    CHECK(f.world.conversation.chat()->messages()->text(1) == "Hello there.");

    drop(f, QString::fromStdString((folder.path() / "missing.txt").string()));
    REQUIRE(documents(f).count() == 2);
    CHECK(documents(f)
              .index(1)
              .data(ui::DocumentListViewModel::ErrorRole)
              .toString()
              .endsWith(u"missing.txt."));
    drop(f, QString::fromStdString(file.string()));
    CHECK(documents(f).count() == 2);
}

TEST_CASE("Ctrl+D shows the documents, Delete removes one, Ctrl+D hides them") {
    Fixture f({.size = {1280, 800}}, false);
    drop(f, "/a.txt");
    drop(f, "/b.txt");
    REQUIRE(documents(f).count() == 2);
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return has_focus_inside(f, "documentList"); }));
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Delete);
    REQUIRE(documents(f).count() == 1);
    CHECK(documents(f).subject() == u"/a.txt");
    CHECK(has_focus_inside(f, "documentPane"));
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
    CHECK(f.window().findChild<QQuickItem*>("documentPane") == nullptr);
}

TEST_CASE("Escape leaves the documents") {
    Fixture f({.size = {1280, 800}}, false);
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.focus_name() == u"addDocument"; }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
}

TEST_CASE("in a small window the documents are a sheet") {
    Fixture f({.size = {400, 700}}, false);
    drop(f, "/a.txt");
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.is_open("documentsSheet"); }));
    CHECK(f.becomes([&] { return has_focus_inside(f, "documentList"); }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("documentsSheet"); }));
}

TEST_CASE("a document above the composer can be removed by keyboard") {
    Fixture f({}, false);
    drop(f, "/a.txt");
    f.key(Qt::Key_L, Qt::ControlModifier);
    for (int i = 0; i < 4 && !has_focus_inside(f, "documentChips"); ++i) {
        f.key(Qt::Key_Backtab, Qt::ShiftModifier);
    }
    REQUIRE(has_focus_inside(f, "documentChips"));
    f.key(Qt::Key_Delete);
    CHECK(documents(f).count() == 0);
    CHECK(f.world.conversation.chat()->conversation() == 0);
}

TEST_CASE("a question waits until the document is open") {
    Fixture f({}, false);
    f.world.holds_files = true;
    drop(f, "/a.txt");
    f.type("when");
    f.key(Qt::Key_Return);
    CHECK(f.item("composerField")->property("text").toString() == u"when");
    CHECK(f.world.conversation.chat()->messages()->count() == 0);
    f.world.holds_files = false;
    f.world.pump_without_model();
    f.key(Qt::Key_Return);
    CHECK(f.world.conversation.chat()->messages()->count() == 2);
}

TEST_CASE("Ctrl+O opens a file dialog, and the chosen files are opened") {
    Fixture f({}, false);
    f.key(Qt::Key_O, Qt::ControlModifier);
    auto* dialog = f.window().findChild<QObject*>("openDialog");
    REQUIRE(dialog != nullptr);
    CHECK(f.becomes([&] { return dialog->property("visible").toBool(); }));
    QMetaObject::invokeMethod(dialog, "chosen",
                              Q_ARG(QList<QUrl>, {QUrl::fromLocalFile("/a.txt")}));
    f.world.pump_without_model();
    CHECK(documents(f).count() == 1);
    QMetaObject::invokeMethod(dialog, "close");
    CHECK(f.becomes([&] { return !dialog->property("visible").toBool(); }));
}

TEST_CASE("OCR can be stopped and started again by keyboard") {
    Fixture f({.size = {1280, 800}}, false);
    f.world.extractor->make_scan("/scan.pdf");
    f.world.extractor->recognized.emplace(
        "/scan.pdf",
        ExtractedDocument{{.title = "scan", .text = "ab", .origin = TextOrigin::recognized}, {}});
    f.world.extractor->pages = 12;
    std::vector<std::uint32_t> pages;
    f.world.extractor->while_recognizing = [&](std::uint32_t page) {
        f.world.main.run_pending();
        pages.push_back(page);
        if (pages.size() == 3) {
            CHECK(f.focus_name() == u"recognizeText");
            CHECK(f.window().activeFocusItem()->property("text").toString() == u"Stop");
            f.key(Qt::Key_Space);
        }
    };
    drop(f, "/scan.pdf");
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return has_focus_inside(f, "documentList"); }));
    for (int i = 0; i < 3 && f.focus_name() != u"recognizeText"; ++i) {
        f.key(Qt::Key_Tab);
    }
    REQUIRE(f.focus_name() == u"recognizeText");
    f.key(Qt::Key_Space);
    f.world.pump_without_model();
    CHECK(pages == std::vector<std::uint32_t>{1, 2, 3});
    REQUIRE(documents(f).count() == 1);
    CHECK(documents(f).attachedCount() == 0);
    CHECK(f.focus_name() == u"recognizeText");
    f.key(Qt::Key_Space);
    f.world.pump_without_model();
    CHECK(pages.size() == 15);
    CHECK(documents(f).attachedCount() == 1);
}

TEST_CASE("a document's prefill can be stopped and resumed by keyboard") {
    Fixture f({.size = {1280, 800}}, false);
    bool is_first = true;
    f.world.model->while_reading = [&](std::int64_t done) {
        f.world.pump_without_model();
        if (done == 50 && std::exchange(is_first, false)) {
            f.key(Qt::Key_D, Qt::ControlModifier);
            CHECK(f.becomes([&] { return has_focus_inside(f, "documentList"); }));
            for (int i = 0; i < 3 && f.focus_name() != u"stopReading"; ++i) {
                f.key(Qt::Key_Tab);
            }
            CHECK(f.focus_name() == u"stopReading");
            f.key(Qt::Key_Space);
        }
    };
    drop(f, "/a.txt");
    f.world.pump();
    const auto phase = [&] {
        return documents(f).index(0).data(ui::DocumentListViewModel::PhaseRole).toString();
    };
    CHECK(phase() == u"Stopped at 45 %");
    REQUIRE(f.becomes([&] { return f.focus_name() == u"resumeReading"; }));
    f.key(Qt::Key_Space);
    f.world.pump();
    CHECK(phase() == u"Read in full (110 tokens)");
}
