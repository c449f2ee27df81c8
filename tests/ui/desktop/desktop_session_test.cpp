#include "app/desktop/bus/desktop_session.h"
#include "tests/ui/window_world.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QDBusConnection>
#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <QWindow>

using namespace sotto;

namespace {

class NotificationService : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    NotificationService()
        : bus_(QDBusConnection::connectToBus(QDBusConnection::SessionBus,
                                             QStringLiteral("session test"))) {
        if (!bus_.isConnected() ||
            !bus_.registerService(QStringLiteral("org.freedesktop.Notifications"))) {
            SKIP("no message bus of our own");
        }
        REQUIRE(bus_.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                    QDBusConnection::ExportAllSlots |
                                        QDBusConnection::ExportAllSignals));
    }
    ~NotificationService() override {
        QDBusConnection::disconnectFromBus(QStringLiteral("session test"));
    }

    QStringList shown;

public slots:
    uint Notify(const QString&, uint, const QString&, const QString& summary, const QString& body,
                const QStringList&, const QVariantMap&, int) {
        shown << summary + u'|' + body;
        return 3;
    }

signals:
    void ActionInvoked(uint id, const QString& action);

private:
    QDBusConnection bus_;
};

} // namespace

TEST_CASE("an answer that nobody watches is told, and a click shows its conversation") {
    NotificationService desktop;
    test::WindowWorld world;
    world.app.start();
    world.pump();
    QWindow window; // never shown, so never active
    const app::SingleInstance instance(QDBusConnection::sessionBus(), "org.sotto.SessionTest");
    const app::DesktopSession session(QDBusConnection::sessionBus(), instance, world.app, window);
    ui::ChatViewModel& chat = *world.conversation.chat();
    REQUIRE(chat.send("Good day"));
    world.pump();
    const qint64 answered = chat.conversation();
    REQUIRE(answered != 0);
    REQUIRE(QTest::qWaitFor([&] { return !desktop.shown.isEmpty(); }, 5000));
    CHECK(desktop.shown == QStringList{"Your answer is ready.|Good day"});

    chat.startNew();
    world.pump();
    REQUIRE(chat.conversation() == 0);
    emit desktop.ActionInvoked(3, "default");
    CHECK(QTest::qWaitFor(
        [&] {
            world.pump();
            return chat.conversation() == answered;
        },
        5000));
}

#include "desktop_session_test.moc"
