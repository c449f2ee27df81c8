#pragma once

#include "tests/ui/sample_conversations.h"
#include "tests/ui/window_world.h"
#include "ui/window/desktop_window.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QQuickItem>
#include <functional>
#include <memory>
#include <utility>

namespace sotto::test {

/// A real window over a world in memory.
struct WindowFixture {
    explicit WindowFixture(ui::WindowOptions options = {}, bool with_samples = true) {
        if (with_samples) {
            add_samples(world);
        }
        world.app.start();
        world.pump();
        auto opened = ui::DesktopWindow::open(world.app, options);
        REQUIRE(opened);
        desktop = std::move(*opened);
        // Without a window manager nothing gives the window the focus.
        REQUIRE(QTest::qWaitForWindowExposed(&window()));
        window().requestActivate();
        REQUIRE(QTest::qWaitForWindowActive(&window()));
        world.pump();
    }

    QQuickWindow& window() { return desktop->window(); }
    QQuickItem* item(const char* name) {
        auto* found = window().findChild<QQuickItem*>(QLatin1String(name));
        REQUIRE(found != nullptr);
        return found;
    }
    /// Whether the sheet or drawer of this name is open; one that was never opened is not made yet.
    bool is_open(const char* name) {
        auto* sheet = window().findChild<QObject*>(QLatin1String(name));
        return sheet != nullptr && sheet->property("opened").toBool();
    }
    bool is_closed(const char* name) {
        auto* sheet = window().findChild<QObject*>(QLatin1String(name));
        return sheet == nullptr || !sheet->property("visible").toBool();
    }
    QString focus_name() {
        QQuickItem* item = window().activeFocusItem();
        return item == nullptr ? QString() : item->objectName();
    }
    void type(const char* words) {
        for (const char* c = words; *c != 0; ++c) {
            QTest::keyClick(&window(), *c);
        }
    }
    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&window(), code, modifiers);
        world.pump_without_model();
    }
    bool becomes(const std::function<bool()>& condition) {
        return QTest::qWaitFor(
            [&] {
                world.pump_without_model();
                return condition();
            },
            5000);
    }

    WindowWorld world;
    std::unique_ptr<ui::DesktopWindow> desktop;
};

} // namespace sotto::test
