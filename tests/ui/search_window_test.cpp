#include "tests/ui/window_fixture.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QAccessible>
#include <string>

using namespace sotto;
using Fixture = test::WindowFixture;
using test::WindowWorld;

namespace {

bool has_focus_inside(Fixture& f, const char* name) {
    for (QQuickItem* item = f.window().activeFocusItem(); item != nullptr;
         item = item->parentItem()) {
        if (item->objectName() == QLatin1String(name)) {
            return true;
        }
    }
    return false;
}

/// A megabyte with one passage on page 700.
DocumentText long_document() {
    DocumentText document{"handbook.pdf", "", {}};
    std::string text;
    for (int page = 1; page <= 1000; ++page) {
        document.marks.push_back(
            {DocumentMarkKind::page, static_cast<std::int64_t>(text.size()), std::to_string(page)});
        text += page == 700 ? "The valve of the boiler is opened by turning it left.\n\n" : "";
        for (int i = 0; i < 34; ++i) {
            text += "Page " + std::to_string(page) + " has many other lines.\n\n";
        }
    }
    document.text = std::move(text);
    return document;
}

bool is_open(Fixture& f) {
    return f.is_open("searchSheet");
}

} // namespace

TEST_CASE("Ctrl+F and Ctrl+K open the search, Escape returns the focus") {
    Fixture f;
    for (const auto& code : {Qt::Key_F, Qt::Key_K}) {
        CHECK(f.focus_name() == u"composerField");
        f.key(code, Qt::ControlModifier);
        CHECK(f.becomes([&] { return is_open(f) && f.focus_name() == u"searchField"; }));
        f.key(Qt::Key_Escape);
        CHECK(f.becomes([&] { return f.is_closed("searchSheet"); }));
        CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
    }
}

TEST_CASE("the search button opens the search") {
    Fixture f;
    f.item("searchButton")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_Return);
    CHECK(f.becomes([&] { return is_open(f); }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.focus_name() == u"searchButton"; }));
}

TEST_CASE("a message found by search is opened by keyboard, scrolled to and marked") {
    Fixture f;
    std::vector<std::string> texts(200, "Something about nothing.");
    texts[60] = "The quetzal is a bird.";
    texts[61] = "A quetzal is green.";
    const auto id = f.world.add("birds", WindowWorld::kNow - 1, texts);
    f.key(Qt::Key_K, Qt::ControlModifier);
    REQUIRE(f.becomes([&] { return f.focus_name() == u"searchField"; }));
    f.type("quetzal");
    CHECK(f.becomes([&] { return f.world.app.search()->count() == 2; }));
    f.key(Qt::Key_Down);
    CHECK(f.item("searchHits")->property("currentIndex").toInt() == 1);
    f.key(Qt::Key_Up);
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Return);
    CHECK(f.becomes([&] { return f.world.conversation.chat()->conversation() == id.value; }));
    QQuickItem* transcript = f.item("transcript");
    CHECK(f.becomes([&] { return transcript->property("marked").toInt() == 61; }));
    CHECK(f.becomes([&] { return has_focus_inside(f, "transcript"); }));
    QQuickItem* row = nullptr;
    QMetaObject::invokeMethod(transcript, "itemAtIndex", Q_RETURN_ARG(QQuickItem*, row),
                              Q_ARG(int, 61));
    REQUIRE(row != nullptr);
    CHECK(f.becomes([&] {
        const double top = row->mapToItem(transcript, {0, 0}).y();
        return top > -1 && top + row->height() <= transcript->height();
    }));
    CHECK(f.becomes([&] { return transcript->property("marked").toInt() == -1; }));
}

TEST_CASE("a passage is opened in a megabyte of text, of which only a little is drawn") {
    for (const QSize size : {QSize(1280, 800), QSize(400, 700)}) {
        Fixture f({.size = size}, false);
        const auto document = f.world.library->documents_store.add(long_document());
        REQUIRE(document);
        const auto offset = static_cast<qint64>(long_document().text.view().find("The valve"));
        f.world.conversation.reader()->open(document->value, offset, 53);
        f.world.pump();
        CHECK(f.becomes([&] { return has_focus_inside(f, "readerText"); }));
        QQuickItem* text = f.item("readerText");
        const int row = f.world.conversation.reader()->passageRow();
        CHECK(text->property("currentIndex").toInt() == row);
        QQuickItem* piece = nullptr;
        CHECK(f.becomes([&] {
            QMetaObject::invokeMethod(text, "itemAtIndex", Q_RETURN_ARG(QQuickItem*, piece),
                                      Q_ARG(int, row));
            const double top = piece == nullptr ? -1 : piece->mapToItem(text, {0, 0}).y();
            return top >= 0 && top < text->height() / 2;
        }));
        auto* content = text->property("contentItem").value<QQuickItem*>();
        REQUIRE(content != nullptr);
        CHECK(content->childItems().size() < 120);
        // What slides in has arrived.
        CHECK(f.becomes([&] { return f.is_closed("readerSheet") || f.is_open("readerSheet"); }));
        f.key(Qt::Key_Down);
        CHECK(f.becomes([&] { return text->property("currentIndex").toInt() == row + 1; }));
        f.key(Qt::Key_Escape);
        CHECK(f.becomes([&] { return !f.world.conversation.reader()->isOpen(); }));
        CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
    }
}

TEST_CASE("a citation can be opened by keyboard") {
    Fixture f({.size = {1280, 800}}, false);
    const auto lease = f.world.library->documents_store.add(
        {"lease.pdf", "The rent is 900 euros a month.", {{DocumentMarkKind::page, 0, "4"}}});
    const auto id = f.world.add("lease", WindowWorld::kNow,
                                {"What is the rent?", "The rent is 900 euros a month."});
    f.world.library->conversations_store.all[id.value].documents = {*lease};
    f.world.conversation.chat()->open(id.value);
    f.world.pump_without_model();
    CHECK(f.becomes([&] {
        const ui::CitationList* list = f.world.conversation.citations()->of(1);
        return list != nullptr && list->count() == 1;
    }));
    f.key(Qt::Key_Up, Qt::AltModifier);
    for (int i = 0; i < 3 && f.focus_name() != u"citation"; ++i) {
        f.key(Qt::Key_Tab);
    }
    REQUIRE(f.focus_name() == u"citation");
    QAccessibleInterface* spoken =
        QAccessible::queryAccessibleInterface(f.window().activeFocusItem());
    REQUIRE(spoken != nullptr);
    CHECK(spoken->text(QAccessible::Name).toStdString() == "Source 1: lease.pdf, page 4");
    CHECK(spoken->text(QAccessible::Description) == u"The rent is 900 euros a month.");
    f.key(Qt::Key_Return);
    CHECK(f.becomes([&] { return has_focus_inside(f, "readerText"); }));
    CHECK(f.world.conversation.reader()->passageRow() == 1);
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.focus_name() == u"citation"; }));
}

TEST_CASE("Enter on a document opens its text") {
    Fixture f({.size = {1280, 800}}, false);
    f.world.conversation.documents()->open({QUrl::fromLocalFile("/a.txt")});
    f.world.pump_without_model();
    f.key(Qt::Key_D, Qt::ControlModifier);
    REQUIRE(f.becomes([&] { return has_focus_inside(f, "documentList"); }));
    f.key(Qt::Key_Return);
    CHECK(f.becomes([&] { return has_focus_inside(f, "readerText"); }));
    CHECK(f.world.conversation.reader()->title() == u"/a.txt");
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return has_focus_inside(f, "documentPane"); }));
}
