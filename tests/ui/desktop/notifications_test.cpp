#include "app/desktop/bus/notifications.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

using sotto::app::Notifications;

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");

/// A notification service that records what it is asked to show.
class NotificationService : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList shown;

    void click(uint id, const QString& action) {
        emit ActivationToken(id, QStringLiteral("a token"));
        emit ActionInvoked(id, action);
    }

public slots:
    uint Notify(const QString& program, uint, const QString&, const QString& summary,
                const QString& body, const QStringList& actions, const QVariantMap&, int) {
        shown << program + u'|' + summary + u'|' + body + u'|' + actions.value(0);
        return 7;
    }

signals:
    void ActivationToken(uint id, const QString& token);
    void ActionInvoked(uint id, const QString& action);
};

/// The portal's part.
class NotificationPortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Notification")

public:
    QStringList shown;

    void click(const QString& id, const QString& action) { emit ActionInvoked(id, action, {}); }

public slots:
    void AddNotification(const QString& id, const QVariantMap& notification) {
        shown << id + u'|' + notification["title"].toString() + u'|' +
                     notification["body"].toString();
    }

signals:
    void ActionInvoked(const QString& id, const QString& action, const QVariantList& parameters);
};

/// A desktop on a connection of its own, with one of the two or both.
class FakeDesktop {
public:
    FakeDesktop()
        : bus_(QDBusConnection::connectToBus(QDBusConnection::SessionBus,
                                             QStringLiteral("fake desktop"))) {
        if (!bus_.isConnected()) {
            SKIP("no message bus of our own");
        }
    }
    ~FakeDesktop() { QDBusConnection::disconnectFromBus(QStringLiteral("fake desktop")); }
    FakeDesktop(const FakeDesktop&) = delete;
    FakeDesktop& operator=(const FakeDesktop&) = delete;

    void offer(NotificationService& service) {
        add(kService, QStringLiteral("/org/freedesktop/Notifications"), service);
    }
    void offer(NotificationPortal& portal) {
        add(kPortal, QStringLiteral("/org/freedesktop/portal/desktop"), portal);
    }

private:
    void add(const QString& name, const QString& path, QObject& object) {
        REQUIRE(bus_.registerObject(
            path, &object, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        if (!bus_.registerService(name)) {
            SKIP("the session has a desktop already");
        }
    }

    QDBusConnection bus_;
};

struct Clicks {
    explicit Clicks(const Notifications& notifications) {
        QObject::connect(&notifications, &Notifications::clicked,
                         [this](qint64 conversation) { ids << conversation; });
    }
    QList<qint64> ids;
};

} // namespace

TEST_CASE("a notification is shown, with its text escaped, and reports a click") {
    FakeDesktop desktop;
    NotificationService service;
    desktop.offer(service);
    Notifications notifications(QDBusConnection::sessionBus(), Notifications::Route::service);
    const Clicks clicks(notifications);
    notifications.show("Lease 2026.pdf", "Read in full & <kept>", 42);
    REQUIRE(QTest::qWaitFor([&] { return !service.shown.isEmpty(); }, 5000));
    CHECK(service.shown.value(0).endsWith(
        u"|Lease 2026.pdf|Read in full &amp; &lt;kept&gt;|default"));

    // The reply with the id comes before the click.
    service.click(8, "default"); // of another program
    service.click(7, "default");
    CHECK(QTest::qWaitFor([&] { return !clicks.ids.isEmpty(); }, 5000));
    CHECK(clicks.ids == QList<qint64>{42});
    CHECK(qgetenv("XDG_ACTIVATION_TOKEN") == "a token");
    qunsetenv("XDG_ACTIVATION_TOKEN");
}

TEST_CASE("without a notification service, the portal is asked") {
    FakeDesktop desktop;
    NotificationPortal portal;
    desktop.offer(portal);
    Notifications notifications(QDBusConnection::sessionBus(), Notifications::Route::service);
    const Clicks clicks(notifications);
    notifications.show("Your answer is ready.", "A & B", 42);
    REQUIRE(QTest::qWaitFor([&] { return !portal.shown.isEmpty(); }, 5000));
    CHECK(portal.shown == QStringList{"42|Your answer is ready.|A & B"});
    portal.click("42", "something else");
    portal.click("42", "open");
    CHECK(QTest::qWaitFor([&] { return !clicks.ids.isEmpty(); }, 5000));
    CHECK(clicks.ids == QList<qint64>{42});
}

TEST_CASE("in a sandbox the portal is asked first, and the service is not") {
    FakeDesktop desktop;
    NotificationService service;
    NotificationPortal portal;
    desktop.offer(service);
    desktop.offer(portal);
    Notifications notifications(QDBusConnection::sessionBus(), Notifications::Route::portal);
    notifications.show("title", "words", 1);
    REQUIRE(QTest::qWaitFor([&] { return !portal.shown.isEmpty(); }, 5000));
    CHECK(service.shown.isEmpty());
}

TEST_CASE("without a message bus, notifications do nothing") {
    Notifications notifications(QDBusConnection(QStringLiteral("no such connection")));
    const Clicks clicks(notifications);
    notifications.show("title", "words", 1);
    QCoreApplication::processEvents();
    CHECK(clicks.ids.isEmpty());
}

#include "notifications_test.moc"
