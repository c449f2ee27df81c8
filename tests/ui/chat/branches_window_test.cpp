#include "tests/ui/window_fixture.h"
#include "ui/chat/chat_view_model.h"

using namespace sotto;
using namespace sotto::ui;
using Fixture = test::WindowFixture;

namespace {

QQuickItem* find_shown(QQuickItem* item, const char* name) {
    if (!item->isVisible() || (item->objectName() == QLatin1String(name) && item->isEnabled())) {
        return item->isVisible() ? item : nullptr;
    }
    for (QQuickItem* child : item->childItems()) {
        if (QQuickItem* found = find_shown(child, name)) {
            return found;
        }
    }
    return nullptr;
}

// The first button of this name that is shown; there may be one for each message.
QQuickItem* shown_button(Fixture& f, const char* name) {
    QQuickItem* found = nullptr;
    CHECK(f.becomes([&] {
        found = find_shown(f.window().contentItem(), name);
        return found != nullptr;
    }));
    REQUIRE(found != nullptr);
    return found;
}

// From the messages, as with the Tab key.
void press(Fixture& f, QQuickItem* button) {
    f.key(Qt::Key_Up, Qt::AltModifier);
    button->forceActiveFocus(Qt::TabFocusReason);
    CHECK(button->hasActiveFocus());
    f.key(Qt::Key_Return);
}

QString composer_text(Fixture& f) {
    return f.item("composerField")->property("text").toString();
}

} // namespace

TEST_CASE(
    "by keyboard a question is edited, its versions are shown, and an answer is written again") {
    Fixture f({}, false);
    ChatViewModel& chat = *f.world.conversation.chat();
    f.type("First");
    f.key(Qt::Key_Return);
    f.world.pump();
    REQUIRE(chat.messages()->count() == 2);

    press(f, shown_button(f, "editButton"));
    CHECK(composer_text(f) == u"First");
    CHECK(f.focus_name() == u"composerField");
    CHECK(f.becomes([&] { return f.item("cancelEdit")->isVisible(); }));
    f.key(Qt::Key_Escape);
    CHECK(composer_text(f).isEmpty());
    CHECK(chat.editing() == 0);

    press(f, shown_button(f, "editButton"));
    f.type(" again");
    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(chat.messages()->count() == 2);
    CHECK(chat.messages()->text(0) == "First again");
    press(f, shown_button(f, "previousVersion"));
    f.world.pump();
    CHECK(chat.messages()->text(0) == "First");

    press(f, shown_button(f, "againButton"));
    f.world.pump();
    CHECK(chat.messages()->message(1).siblings.count == 2);
    CHECK(chat.messages()->count() == 2);
}
