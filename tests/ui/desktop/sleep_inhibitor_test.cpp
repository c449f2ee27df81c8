#include "app/desktop/bus/sleep_inhibitor.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <chrono>

using sotto::app::SleepInhibitor;
using namespace std::chrono_literals;

namespace {

/// A portal on a connection of its own, which records requests and their ends.
class InhibitPortal : public QDBusVirtualObject {
    Q_OBJECT

public:
    InhibitPortal()
        : bus_(QDBusConnection::connectToBus(QDBusConnection::SessionBus,
                                             QStringLiteral("inhibit portal"))) {
        if (!bus_.isConnected()) {
            SKIP("no message bus of our own");
        }
        REQUIRE(bus_.registerVirtualObject(QStringLiteral("/org/freedesktop/portal/desktop"), this,
                                           QDBusConnection::SubPath));
        if (!bus_.registerService(QStringLiteral("org.freedesktop.portal.Desktop"))) {
            SKIP("the session has a portal already");
        }
    }
    ~InhibitPortal() override {
        QDBusConnection::disconnectFromBus(QStringLiteral("inhibit portal"));
    }

    [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override {
        calls << message.interface() + u'.' + message.member() + u' ' + message.path();
        if (message.member() == u"Inhibit") {
            flags = message.arguments().value(1).toUInt();
            ++requests_;
            return bus.send(message.createReply(QVariant::fromValue(QDBusObjectPath(
                QStringLiteral("/org/freedesktop/portal/desktop/request/%1").arg(requests_)))));
        }
        return bus.send(message.createReply());
    }

    QStringList calls;
    uint flags = 0;

private:
    QDBusConnection bus_;
    int requests_ = 0;
};

const QString kAsked =
    QStringLiteral("org.freedesktop.portal.Inhibit.Inhibit /org/freedesktop/portal/desktop");
const QString kEnded = QStringLiteral(
    "org.freedesktop.portal.Request.Close /org/freedesktop/portal/desktop/request/1");

bool becomes(auto condition) {
    return QTest::qWaitFor(condition, 5000);
}

} // namespace

TEST_CASE("while there is work the computer does not go to sleep, and afterwards it may") {
    InhibitPortal portal;
    SleepInhibitor inhibitor(QDBusConnection::sessionBus(), 0ms);
    inhibitor.set_working(true);
    REQUIRE(becomes([&] { return portal.calls == QStringList{kAsked}; }));
    CHECK(portal.flags == 4); // suspend
    inhibitor.set_working(true);
    inhibitor.set_working(false);
    CHECK(becomes([&] { return portal.calls == QStringList{kAsked, kEnded}; }));
}

TEST_CASE("work that ends before the portal has answered leaves no request behind") {
    InhibitPortal portal;
    SleepInhibitor inhibitor(QDBusConnection::sessionBus(), 0ms);
    inhibitor.set_working(true);
    REQUIRE(becomes([&] { return !portal.calls.isEmpty(); }));
    inhibitor.set_working(false);
    CHECK(becomes([&] { return portal.calls == QStringList{kAsked, kEnded}; }));
}

TEST_CASE("short work asks the desktop for nothing") {
    InhibitPortal portal;
    SleepInhibitor inhibitor(QDBusConnection::sessionBus(), 1h);
    inhibitor.set_working(true);
    QTest::qWait(20);
    inhibitor.set_working(false);
    QTest::qWait(20);
    CHECK(portal.calls.isEmpty());
}

TEST_CASE("without a portal, work goes on") {
    SleepInhibitor inhibitor(QDBusConnection(QStringLiteral("no such connection")), 0ms);
    inhibitor.set_working(true);
    QTest::qWait(1);
    inhibitor.set_working(false);
    SUCCEED("nothing waited");
}

#include "sleep_inhibitor_test.moc"
