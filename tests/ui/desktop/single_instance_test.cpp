#include "app/desktop/bus/single_instance.h"

#include <catch2/catch_test_macros.hpp>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QStringList>

using sotto::app::SingleInstance;
using sotto::app::StartRequest;

namespace {

const QString kId = QStringLiteral("org.sotto.InstanceTest");

/// A connection of its own, as another process has it.
struct OtherProcess {
    OtherProcess() = default;
    ~OtherProcess() { QDBusConnection::disconnectFromBus(QStringLiteral("other process")); }
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;

    QDBusConnection bus =
        QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("other process"));
};

/// The first start, and what it was asked to do, in order.
struct FirstStart {
    FirstStart() {
        QObject::connect(&instance, &SingleInstance::activated, [this] {
            asked << "raise" + qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
        });
        QObject::connect(&instance, &SingleInstance::filesOpened,
                         [this](const QList<QUrl>& files) { asked << QUrl::toStringList(files); });
        QObject::connect(&instance, &SingleInstance::actionChosen,
                         [this](const QString& action) { asked << action; });
    }

    QStringList asked;
    SingleInstance instance{QDBusConnection::sessionBus(), kId};
};

} // namespace

TEST_CASE("a second start hands its files, its action and the right to the focus to the first") {
    const OtherProcess other;
    if (!other.bus.isConnected()) {
        SKIP("no message bus of our own");
    }
    FirstStart first;
    REQUIRE(first.instance.claim());
    SingleInstance second(other.bus, kId);
    REQUIRE_FALSE(second.claim());

    CHECK(second.hand_over({}));
    CHECK(first.asked == QStringList{"raise"});
    first.asked.clear();

    const QUrl file = QUrl::fromLocalFile("/tmp/Année 50 % #1.pdf");
    qputenv("XDG_ACTIVATION_TOKEN", "-token");
    CHECK(second.hand_over({.files = {file}, .action = {}}));
    CHECK(first.asked == QStringList{"raise-token", file.toString()});
    first.asked.clear();

    qunsetenv("XDG_ACTIVATION_TOKEN");
    CHECK(second.hand_over({.files = {}, .action = "new-conversation"}));
    CHECK(first.asked == QStringList{"raise", "new-conversation"});
}

TEST_CASE("once the first start has ended, another is the first") {
    const OtherProcess other;
    if (!other.bus.isConnected()) {
        SKIP("no message bus of our own");
    }
    SingleInstance second(other.bus, kId);
    {
        FirstStart first;
        REQUIRE(first.instance.claim());
        CHECK_FALSE(second.claim());
    }
    CHECK_FALSE(second.hand_over({})); // nobody is left to take it
    SingleInstance third(QDBusConnection::sessionBus(), kId);
    CHECK(third.claim());
}

TEST_CASE("without a message bus every start is the first") {
    SingleInstance one(QDBusConnection(QStringLiteral("no such connection")), kId);
    SingleInstance two(QDBusConnection(QStringLiteral("no such connection")), kId);
    CHECK(one.claim());
    CHECK(two.claim());
}
