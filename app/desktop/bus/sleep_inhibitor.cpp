#include "app/desktop/bus/sleep_inhibitor.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>
#include <utility>

namespace sotto::app {

namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");

} // namespace

SleepInhibitor::SleepInhibitor(QDBusConnection bus, std::chrono::milliseconds delay,
                               QObject* parent)
    : QObject(parent), bus_(std::move(bus)) {
    delay_.setSingleShot(true);
    delay_.setInterval(delay);
    connect(&delay_, &QTimer::timeout, this, &SleepInhibitor::inhibit);
}

SleepInhibitor::~SleepInhibitor() {
    release();
}

void SleepInhibitor::set_working(bool is_working) {
    if (std::exchange(is_working_, is_working) == is_working) {
        return;
    }
    if (is_working) {
        delay_.start();
    } else {
        delay_.stop();
        release();
    }
}

void SleepInhibitor::inhibit() {
    if (!bus_.isConnected() || !request_.isEmpty()) {
        return;
    }
    constexpr uint kSuspend = 4;
    const QString no_parent_window;
    QDBusMessage call = QDBusMessage::createMethodCall(
        kPortal, QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Inhibit"), QStringLiteral("Inhibit"));
    call.setArguments({no_parent_window, kSuspend,
                       QVariantMap{{QStringLiteral("reason"), tr("Sotto is reading or writing")}}});
    auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusObjectPath> reply = *watcher;
        if (reply.isError()) {
            return;
        }
        // The work may have ended, or ended and begun again, before the answer came.
        if (is_working_ && request_.isEmpty()) {
            request_ = reply.value().path();
        } else {
            end_request(reply.value().path());
        }
    });
}

void SleepInhibitor::release() {
    if (!request_.isEmpty()) {
        end_request(std::exchange(request_, QString()));
    }
}

void SleepInhibitor::end_request(const QString& path) {
    bus_.asyncCall(QDBusMessage::createMethodCall(
        kPortal, path, QStringLiteral("org.freedesktop.portal.Request"), QStringLiteral("Close")));
}

} // namespace sotto::app
