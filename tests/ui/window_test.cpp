#include "tests/ui/sample_conversations.h"
#include "tests/ui/window_fixture.h"
#include "ui/bridge/text.h"
#include "ui/window/appearance.h"
#include "ui/window/contrast.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QPointingDevice>
#include <QQmlEngine>
#include <QQuickItem>
#include <cmath>
#include <set>

using namespace sotto;
using test::WindowWorld;
using Fixture = test::WindowFixture;

namespace {

QObject& theme_of(Fixture& f) {
    QQmlEngine* engine = qmlEngine(&f.window());
    REQUIRE(engine != nullptr);
    return *engine->singletonInstance<QObject*>("Sotto", "Theme");
}

int colours_in(const QImage& picture) {
    std::set<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 2) {
        for (int x = 0; x < picture.width(); x += 2) {
            colours.insert(picture.pixel(x, y));
        }
    }
    return static_cast<int>(colours.size());
}

} // namespace

TEST_CASE("every pair of text and background colours has enough contrast") {
    QQmlEngine engine;
    auto* theme = engine.singletonInstance<QObject*>("Sotto", "Theme");
    REQUIRE(theme != nullptr);
    const auto color = [&](const char* name) { return theme->property(name).value<QColor>(); };
    for (const auto scheme : {Qt::ColorScheme::Light, Qt::ColorScheme::Dark}) {
        for (const bool high : {false, true}) {
            ui::Appearance appearance(
                {.scheme = scheme, .high_contrast = high, .reduced_motion = {}});
            theme->setProperty("appearance", QVariant::fromValue(&appearance));
            INFO("scheme " << static_cast<int>(scheme) << ", high contrast " << high);
            for (const char* ground : {"page", "raised", "you", "hover"}) {
                for (const char* text : {"ink", "inkSoft", "accent", "caution", "stop"}) {
                    INFO(text << " on " << ground);
                    CHECK(ui::contrast_ratio(color(text), color(ground)) >= (high ? 7.0 : 4.5));
                }
            }
            CHECK(ui::contrast_ratio(color("accentInk"), color("accent")) >= 4.5);
            CHECK(ui::contrast_ratio(color("accentInk"), color("stop")) >= 4.5);
            CHECK((high || color("page") != color("raised")));
        }
    }
}

TEST_CASE("touch makes targets larger, and the pointer makes them small again") {
    Fixture f;
    QObject& theme = theme_of(f);
    const int before = theme.property("target").toInt();
    const QPointingDevice touch_screen("touch screen", 7, QInputDevice::DeviceType::TouchScreen,
                                       QPointingDevice::PointerType::Finger,
                                       QInputDevice::Capability::Position, 10, 0);
    const auto move = [&](const QPointingDevice* device) {
        QObject target;
        QMouseEvent event(QEvent::MouseMove, {1, 1}, {1, 1}, Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier, device);
        QCoreApplication::sendEvent(&target, &event);
    };
    move(&touch_screen);
    CHECK(theme.property("target").toInt() == 48);
    move(QPointingDevice::primaryPointingDevice());
    CHECK(theme.property("target").toInt() == before);
}

TEST_CASE("the theme follows the light and the dark scheme") {
    Fixture light({.theme = Qt::ColorScheme::Light});
    CHECK(light.window().color() == QColor("#FAF8F4"));
    light.desktop.reset();
    Fixture dark({.theme = Qt::ColorScheme::Dark});
    CHECK(dark.window().color() == QColor("#16181B"));
}

TEST_CASE("typing and Enter send a question, and the answer appears") {
    Fixture f;
    CHECK(f.focus_name() == u"composerField");
    const int before = f.world.conversation.chat()->messages()->count();
    f.type("hello");
    f.key(Qt::Key_Return, Qt::ShiftModifier);
    f.type("you");
    CHECK(f.item("composerField")->property("text").toString() == u"hello\nyou");
    f.key(Qt::Key_Return);
    CHECK(f.world.conversation.chat()->messages()->count() == before + 2);
    CHECK(f.item("composerField")->property("text").toString().isEmpty());
    f.world.pump();
    CHECK(f.world.conversation.chat()->messages()->text(before) == "hello\nyou");
    CHECK(f.world.conversation.chat()->messages()->text(before + 1) == "Hello there.");
    CHECK(f.world.model->prepared.size() == 1);
}

TEST_CASE("Enter in an empty composer sends nothing") {
    Fixture f;
    const int before = f.world.conversation.chat()->messages()->count();
    f.type("  ");
    f.key(Qt::Key_Return);
    CHECK(f.world.conversation.chat()->messages()->count() == before);
}

TEST_CASE("Escape stops the answer") {
    Fixture f;
    f.world.model->between = [&](std::size_t written) {
        f.world.pump_without_model();
        if (written == 1) {
            CHECK(f.item("sendButton")->property("text").toString() == u"Stop");
            f.key(Qt::Key_Escape);
        }
    };
    f.type("go");
    f.key(Qt::Key_Return);
    f.world.pump();
    ui::MessageListViewModel& messages = *f.world.conversation.chat()->messages();
    CHECK(messages.text(messages.count() - 1) == "Hello");
    CHECK(f.item("sendButton")->property("text").toString() == u"Send");
}

TEST_CASE("Ctrl+N begins a new conversation, and Ctrl+L focuses the composer") {
    Fixture f;
    REQUIRE(f.world.conversation.chat()->conversation() != 0);
    f.key(Qt::Key_N, Qt::ControlModifier);
    CHECK(f.world.conversation.chat()->conversation() == 0);
    f.key(Qt::Key_Tab);
    CHECK(f.focus_name() != u"composerField");
    f.key(Qt::Key_L, Qt::ControlModifier);
    CHECK(f.focus_name() == u"composerField");
}

TEST_CASE("Tab reaches every region and returns to the first") {
    Fixture f;
    f.type("x"); // so that Send can take the focus
    std::vector<QString> order;
    for (int i = 0; i < 40; ++i) {
        f.key(Qt::Key_Tab);
        QQuickItem* item = f.window().activeFocusItem();
        REQUIRE(item != nullptr);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(item);
        INFO(item->metaObject()->className() << ' ' << item->objectName().toStdString());
        CHECK((spoken == nullptr || !spoken->text(QAccessible::Name).isEmpty() ||
               spoken->role() == QAccessible::Client));
        QString name;
        for (QQuickItem* up = item; up != nullptr && name.isEmpty(); up = up->parentItem()) {
            name = up->objectName();
        }
        if (order.empty() || order.back() != name) {
            order.push_back(name);
        }
        if (f.focus_name() == u"composerField") {
            break;
        }
    }
    CHECK(order.front() == u"sendButton");
    CHECK(order.back() == u"composerField");
    for (const char* region : {"newConversation", "conversationList", "transcript"}) {
        INFO(region);
        CHECK(std::ranges::find(order, QLatin1String(region)) != order.end());
    }
}

TEST_CASE("the arrow keys choose a conversation and Enter opens it") {
    Fixture f;
    const qint64 first = f.world.app.conversations()->idAt(0);
    const qint64 second = f.world.app.conversations()->idAt(1);
    CHECK(f.world.conversation.chat()->conversation() == first);
    f.item("conversationList")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Return);
    CHECK(f.world.conversation.chat()->conversation() == second);
    CHECK(f.focus_name() == u"composerField");
}

TEST_CASE("Alt+Up and Alt+Down move from message to message") {
    Fixture f;
    QQuickItem* transcript = f.item("transcript");
    const int last = f.world.conversation.chat()->messages()->count() - 1;
    f.key(Qt::Key_Up, Qt::AltModifier);
    CHECK(transcript->property("currentIndex").toInt() == last);
    f.key(Qt::Key_Up, Qt::AltModifier);
    f.key(Qt::Key_Up, Qt::AltModifier);
    CHECK(transcript->property("currentIndex").toInt() == last - 2);
    f.key(Qt::Key_Down, Qt::AltModifier);
    CHECK(transcript->property("currentIndex").toInt() == last - 1);
    CHECK(f.focus_name() != u"composerField");
}

TEST_CASE("Ctrl+Shift+C copies the last answer as it was written") {
    Fixture f;
    f.key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(QGuiApplication::clipboard()->text() == QString::fromUtf8(test::kRichAnswer));
}

TEST_CASE("F1 shows the list of shortcuts and Escape closes it") {
    Fixture f;
    f.key(Qt::Key_F1);
    CHECK(f.becomes([&] { return f.is_open("shortcuts"); }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("shortcuts"); }));
}

TEST_CASE("the model's details can be opened by keyboard") {
    Fixture f;
    QQuickItem* about = f.item("aboutModel");
    f.item("modelButton")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_Space);
    CHECK(f.becomes([&] { return about->isVisible(); }));
    for (int i = 0; i < 5 && !about->property("highlighted").toBool(); ++i) {
        f.key(Qt::Key_Down);
    }
    REQUIRE(about->property("highlighted").toBool());
    f.key(Qt::Key_Return);
    CHECK(f.becomes([&] { return f.is_open("modelSheet"); }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("modelSheet"); }));
    CHECK(f.becomes([&] { return f.focus_name() == u"modelButton"; }));
}

TEST_CASE("a narrow window has its list in a drawer") {
    Fixture f({.size = {400, 700}});
    CHECK(f.is_closed("drawer"));
    f.key(Qt::Key_B, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.is_open("drawer"); }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("drawer"); }));
}

TEST_CASE("the list is beside the conversation only where that leaves room to read") {
    Fixture f({.size = {1080, 760}});
    QObject& theme = theme_of(f);
    const auto number = [&theme](const char* name) { return theme.property(name).toDouble(); };
    const auto list_is_beside = [&] {
        QQuickItem* list = f.window().findChild<QQuickItem*>("conversationList");
        return list != nullptr && list->isVisible();
    };
    for (const double zoom : {1.0, 1.5, 2.0}) {
        theme.setProperty("zoom", zoom);
        const double least = number("listWidth") + 0.75 * number("readingWidth");
        for (const int margin : {-60, 40, 60}) { // of which 48 are the conversation's own
            const int width = static_cast<int>(std::round(least)) + margin;
            CAPTURE(zoom, width);
            f.window().resize(width, 760);
            CHECK(f.becomes([&] { return f.window().width() == width; }));
            CHECK(f.becomes([&] { return list_is_beside() == (margin > 48); }));
        }
    }
}

TEST_CASE("icons grow with the text beside them") {
    Fixture f({.size = {1080, 760}});
    const QQuickItem& button = *f.item("documentsButton");
    const double text = theme_of(f).property("body").toDouble();
    const double sign = button.property("signSide").toDouble();
    theme_of(f).setProperty("zoom", 2.0);
    CHECK(theme_of(f).property("body").toDouble() >= 2 * text - 1);
    CHECK(button.property("signSide").toDouble() >= 2 * sign - 1);
    CHECK(button.width() >= button.property("signSide").toDouble());
}

TEST_CASE("when a larger font moves the list into its drawer, the keyboard still reaches it") {
    Fixture f({.size = {1080, 760}});
    QObject& theme = theme_of(f);
    const qint64 second = f.world.app.conversations()->idAt(1);
    f.item("conversationList")->forceActiveFocus(Qt::TabFocusReason);
    for (int step = 0; step < 10 && !f.window().property("narrow").toBool(); ++step) {
        f.key(Qt::Key_Plus, Qt::ControlModifier);
    }
    REQUIRE(f.window().property("narrow").toBool());
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
    f.key(Qt::Key_B, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.is_open("drawer"); }));
    const auto list_has_focus = [&f] {
        QQuickItem* item = f.window().activeFocusItem();
        while (item != nullptr && item->objectName() != u"conversationList") {
            item = item->parentItem();
        }
        return item != nullptr;
    };
    for (int i = 0; i < 5 && !list_has_focus(); ++i) {
        f.key(Qt::Key_Tab);
    }
    REQUIRE(list_has_focus());
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Return);
    CHECK(f.world.conversation.chat()->conversation() == second);
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
    CHECK(f.becomes([&] { return f.is_closed("drawer"); }));
    f.key(Qt::Key_0, Qt::ControlModifier);
    CHECK(theme.property("zoom").toDouble() == 1);
    CHECK(f.becomes([&] { return !f.window().property("narrow").toBool(); }));
    CHECK(f.focus_name() == u"composerField");
    f.item("conversationList")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_B, Qt::ControlModifier); // hidden by the user
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
}

TEST_CASE("the transcript follows the end only while the user is there") {
    Fixture f({.size = {800, 500}});
    QQuickItem* transcript = f.item("transcript");
    CHECK(f.becomes([&] { return transcript->property("atYEnd").toBool(); }));
    double read_at = 0;
    f.world.model->pieces.assign(60, "A whole line of text that is long enough to be wrapped.\n\n");
    f.world.model->between = [&](std::size_t written) {
        f.world.pump_without_model();
        if (written == 20) {
            CHECK(f.becomes([&] { return transcript->property("atYEnd").toBool(); }));
            transcript->forceActiveFocus();
            f.key(Qt::Key_PageUp);
            read_at = transcript->property("contentY").toDouble();
            CHECK_FALSE(transcript->property("following").toBool());
        }
    };
    f.type("go");
    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(f.becomes([&] { return transcript->property("hasNewText").toBool(); }));
    CHECK(transcript->property("contentY").toDouble() == read_at);
    QMetaObject::invokeMethod(transcript, "goToEnd");
    CHECK(f.becomes([&] { return transcript->property("atYEnd").toBool(); }));
    CHECK_FALSE(transcript->property("hasNewText").toBool());
}

TEST_CASE("a thousand messages need few items") {
    Fixture f({}, false);
    std::vector<std::string> texts(1000, "A message.");
    const auto id = f.world.add("long", WindowWorld::kNow, texts);
    f.world.conversation.chat()->open(id.value);
    f.world.pump();
    QQuickItem* transcript = f.item("transcript");
    CHECK(f.becomes([&] { return transcript->property("atYEnd").toBool(); }));
    auto* content = transcript->property("contentItem").value<QQuickItem*>();
    REQUIRE(content != nullptr);
    CHECK(content->childItems().size() < 100);
}

TEST_CASE("hostile messages are drawn without harm") {
    Fixture f({}, false);
    const auto id =
        f.world.add("<b>title</b><img src=http://e.example>", WindowWorld::kNow,
                    {"<img src='http://e.example/a.png'>",
                     "![x](http://e.example/a.png) <img src=x>\n\n" + std::string(3000, '>'),
                     std::string(1'000'000, 'x'), std::string(1'000'000, 'y'), "\xff\xfe\x80",
                     "```\n" + std::string(200'000, 'z'), "\u202Ertl\u2066\u0007\u200B",
                     "| a |\n|---|\n" + std::string(20'000, '|')});
    f.world.app.conversations()->reload();
    f.world.conversation.chat()->open(id.value);
    f.world.pump();
    QQuickItem* transcript = f.item("transcript");
    for (int row = 0; row < 8; ++row) {
        f.key(Qt::Key_Up, Qt::AltModifier);
        CHECK_FALSE(f.window().grabWindow().isNull());
    }
    CHECK(transcript->property("currentIndex").toInt() == 0);
    CHECK(f.world.app.title() == u"<b>title</b><img src=http://e.example>");
}

TEST_CASE("a screenshot has the colours of page and text, in both schemes") {
    for (const auto scheme : {Qt::ColorScheme::Light, Qt::ColorScheme::Dark}) {
        Fixture f({.theme = scheme});
        const QImage picture = f.window().grabWindow();
        REQUIRE_FALSE(picture.isNull());
        CHECK(picture.pixelColor(picture.width() - 3, picture.height() / 2) == f.window().color());
        CHECK(colours_in(picture) > 20);
    }
}
