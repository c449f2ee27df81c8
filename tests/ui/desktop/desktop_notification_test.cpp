#include "app/desktop/desktop_notification.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QDBusConnection>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace {

/// A notification service that records what it is asked to show.
class Notifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList shown;

public slots:
    uint Notify(const QString& program, uint, const QString&, const QString& summary,
                const QString& body, const QStringList&, const QVariantMap&, int) {
        shown << program + u'|' + summary + u'|' + body;
        return 1;
    }
};

} // namespace

TEST_CASE("a desktop notification is sent, with its text escaped") {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected() || !bus.registerService("org.freedesktop.Notifications")) {
        SKIP("no message bus of our own");
    }
    Notifications desktop;
    REQUIRE(bus.registerObject("/org/freedesktop/Notifications", &desktop,
                               QDBusConnection::ExportAllSlots));
    sotto::app::notify_desktop("Lease 2026.pdf", "Read in full & <kept>");
    CHECK(QTest::qWaitFor([&] { return !desktop.shown.isEmpty(); }, 5000));
    CHECK(desktop.shown.value(0).endsWith(u"|Lease 2026.pdf|Read in full &amp; &lt;kept&gt;"));
    bus.unregisterService("org.freedesktop.Notifications");
}

TEST_CASE("without a notification service, nothing happens") {
    sotto::app::notify_desktop("title", "words");
    SUCCEED("it returned");
}

#include "desktop_notification_test.moc"
