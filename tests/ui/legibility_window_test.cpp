#include "tests/ui/window_fixture.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QPointingDevice>
#include <QQuickItem>
#include <functional>

using namespace sotto;
using Fixture = test::WindowFixture;

namespace {

void visit(QQuickItem* item, qreal opacity,
           const std::function<void(QQuickItem*, qreal opacity)>& look) {
    if (item->isVisible()) {
        look(item, opacity * item->opacity());
        for (QQuickItem* child : item->childItems()) {
            visit(child, opacity * item->opacity(), look);
        }
    }
}

int lines_shown(Fixture& f) {
    int lines = 0;
    visit(f.item("transcript"), 1, [&lines](QQuickItem* item, qreal /*opacity*/) {
        lines += item->objectName() == u"truncationLine" ? 1 : 0;
    });
    return lines;
}

} // namespace

TEST_CASE("text that the model no longer reads is marked, and as easy to read as any other") {
    Fixture f;
    CHECK(lines_shown(f) == 0);
    f.world.conversation.chat()->messages()->set_read_from(MessageId{1'000'000}, "Not in context");
    REQUIRE(f.becomes([&] { return lines_shown(f) > 0; }));
    int texts = 0;
    visit(f.item("transcript"), 1, [&texts](QQuickItem* item, qreal opacity) {
        const bool is_text = item->inherits("QQuickText") || item->inherits("QQuickTextEdit");
        if (is_text && item->property("text").toString() != QString() && opacity > 0) {
            ++texts;
            CHECK(opacity == 1);
        }
    });
    CHECK(texts > 3);
}

TEST_CASE("Alt+Home gives the keyboard to the start of the latest answer") {
    Fixture f;
    QQuickItem* transcript = f.item("transcript");
    f.key(Qt::Key_Home, Qt::AltModifier);
    REQUIRE(f.becomes([&] { return transcript->hasActiveFocus(); }));
    const int row = f.world.conversation.chat()->messages()->lastAnswer();
    CHECK(row >= 0);
    CHECK(transcript->property("currentIndex").toInt() == row);
    auto* answer = transcript->property("currentItem").value<QQuickItem*>();
    REQUIRE(answer != nullptr);
    CHECK(f.becomes([&] {
        const qreal top = answer->mapToItem(transcript, QPointF(0, 0)).y();
        return top >= -1 && top < transcript->height();
    }));
}

TEST_CASE("a long press on a conversation opens its menu") {
    Fixture f;
    QQuickItem* row = nullptr;
    visit(f.item("conversationList"), 1, [&row](QQuickItem* item, qreal /*opacity*/) {
        if (row == nullptr && item->property("conversationId").isValid()) {
            row = item;
        }
    });
    REQUIRE(row != nullptr);
    const QPoint place = row->mapToScene(QPointF(row->width() / 4, row->height() / 2)).toPoint();
    const auto device = std::unique_ptr<QPointingDevice>(QTest::createTouchDevice());
    const auto is_menu_open = [row] {
        for (const QObject* menu : row->findChildren<QObject*>()) {
            if (menu->inherits("QQuickMenu") && menu->property("opened").toBool()) {
                return true;
            }
        }
        return false;
    };
    CHECK_FALSE(is_menu_open());
    QTest::touchEvent(&f.window(), device.get()).press(0, place);
    CHECK(f.becomes([&] { return row->property("pressed").toBool(); }));
    CHECK(f.becomes(is_menu_open));
    QTest::touchEvent(&f.window(), device.get()).release(0, place);
}
