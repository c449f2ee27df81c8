#include "tests/ui/window_fixture.h"

#include <catch2/catch_test_macros.hpp>

#include <QUrl>
#include <string>

using namespace sotto;
using Fixture = test::WindowFixture;

namespace {

void open_document(Fixture& f, const char* path, const std::string& text) {
    f.world.extractor->files.insert_or_assign(path, ExtractedDocument{{path + 1, text}, {}});
    f.world.conversation.documents()->open({QUrl::fromLocalFile(QLatin1String(path))});
    f.world.pump();
}

bool is_focus_inside(Fixture& f, const char* name) {
    for (QQuickItem* item = f.window().activeFocusItem(); item != nullptr;
         item = item->parentItem()) {
        if (item->objectName() == QLatin1String(name)) {
            return true;
        }
    }
    return false;
}

void fill_conversation(Fixture& f) {
    std::vector<std::string> texts;
    for (int i = 0; i < 10; ++i) {
        texts.push_back("Question " + std::to_string(i) + std::string(90, '.'));
        texts.push_back("Answer " + std::to_string(i) + std::string(92, '.'));
    }
    const auto id = f.world.add("Long", test::WindowWorld::kNow + 1, texts);
    f.world.model->context_tokens = 1600;
    f.world.conversation.chat()->open(id.value);
    f.world.pump();
}

} // namespace

TEST_CASE(
    "the context bar opens the list of what the model reads, where Delete removes a document") {
    Fixture f({}, false);
    open_document(f, "/a.txt", std::string(500, 'a'));
    open_document(f, "/b.txt", std::string(300, 'b'));
    f.key(Qt::Key_L, Qt::ControlModifier);
    for (int i = 0; i < 4 && f.focus_name() != u"contextBar"; ++i) {
        f.key(Qt::Key_Backtab, Qt::ShiftModifier);
    }
    REQUIRE(f.focus_name() == u"contextBar");
    f.key(Qt::Key_Return);
    CHECK(f.becomes([&] { return f.is_open("contextSheet"); }));
    CHECK(f.becomes([&] { return is_focus_inside(f, "contextList"); }));
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Delete);
    f.world.pump();
    REQUIRE(f.world.conversation.documents()->attachedCount() == 1);
    CHECK(f.world.conversation.documents()->subject() == u"b.txt");
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("contextSheet"); }));
}

TEST_CASE("a question that does not fit stays, Escape keeps it, Enter on a choice sends it") {
    Fixture f({}, false);
    fill_conversation(f);
    f.type("and now");
    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(f.becomes([&] { return f.is_open("choiceSheet"); }));
    CHECK(f.becomes([&] { return f.focus_name() == u"choice0"; }));
    CHECK(f.item("composerField")->property("text").toString() == u"and now");
    CHECK(f.world.conversation.chat()->messages()->count() == 20);
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("choiceSheet"); }));
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
    CHECK(f.item("composerField")->property("text").toString() == u"and now");

    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(f.becomes([&] { return f.focus_name() == u"choice0"; }));
    f.key(Qt::Key_Tab); // leave out the oldest turns
    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(f.becomes([&] { return f.is_closed("choiceSheet"); }));
    f.world.pump();
    CHECK(f.world.conversation.chat()->messages()->count() == 22);
    CHECK(f.item("composerField")->property("text").toString().isEmpty());
    CHECK(f.world.conversation.chat()->messages()->text(21) == "Hello there.");
}

TEST_CASE("a document can be summarized by keyboard") {
    Fixture f({.size = {1280, 800}}, false);
    open_document(f, "/a.txt", "A short text.");
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return is_focus_inside(f, "documentList"); }));
    for (int i = 0; i < 4 && f.focus_name() != u"beginSummary"; ++i) {
        f.key(Qt::Key_Tab);
    }
    REQUIRE(f.focus_name() == u"beginSummary");
    f.key(Qt::Key_Space);
    CHECK(f.becomes([&] { return f.focus_name() == u"stopSummary"; }));
    f.world.pump();
    CHECK(f.becomes([&] { return f.focus_name() == u"beginSummary"; }));
    CHECK(f.world.conversation.chat()->messages()->count() == 2);
    CHECK(f.world.app.title() == u"Summarize “a.txt”.");
}

TEST_CASE("a button's text is not cut off in a small window") {
    Fixture f({.size = {360, 640}}, false);
    for (int i = 0; i < 10; ++i) {
        f.key(Qt::Key_Plus, Qt::ControlModifier);
    }
    f.key(Qt::Key_D, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.focus_name() == u"addDocument"; }));
    QQuickItem* words = f.item("addDocument")->property("contentItem").value<QQuickItem*>();
    REQUIRE(words != nullptr);
    CHECK_FALSE(words->property("truncated").toBool());
    CHECK(words->property("contentWidth").toDouble() <= words->width());
    CHECK(words->property("contentHeight").toDouble() <= f.item("addDocument")->height());
    f.key(Qt::Key_0, Qt::ControlModifier);
}

TEST_CASE("the bar's numbers are never cut off, and the free tokens stay visible") {
    Fixture f({.size = {1280, 800}}, false);
    open_document(f, "/a.txt", std::string(500'000, 'a'));
    open_document(f, "/b.txt", std::string(317'000, 'b'));
    f.world.model->context_tokens = 100'000;
    f.type("and now");
    f.world.pump();
    QQuickItem* bar = f.item("contextBar");
    QQuickItem* free = f.item("contextFree");
    for (const int width : {1280, 1000, 720, 480, 360}) {
        f.window().resize(width, 640);
        INFO(width);
        CHECK(f.becomes([&] { return f.window().contentItem()->width() == width; }));
        CHECK(f.becomes([&] { return free->isVisible(); }));
        for (const QQuickItem* item : bar->findChildren<QQuickItem*>()) {
            if (item->isVisible() && item->property("truncated").isValid()) {
                CHECK(f.becomes([&] {
                    return item->width() >= item->property("contentWidth").toDouble() - 0.5 &&
                           // layouts round up
                           item->mapToItem(bar, {item->width(), 0}).x() <= bar->width() + 1.5;
                }));
            }
        }
    }
}
