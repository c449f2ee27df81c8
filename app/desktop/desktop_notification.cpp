#include "app/desktop/desktop_notification.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QGuiApplication>
#include <QStringList>
#include <QVariantMap>

namespace sotto::app {

// Source: Desktop Notifications Specification 1.2, method Notify.
void notify_desktop(const QString& summary, const QString& body) {
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    const QString service = QStringLiteral("org.freedesktop.Notifications");
    QDBusMessage call =
        QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/Notifications"),
                                       service, QStringLiteral("Notify"));
    constexpr uint kNew = 0; // replaces no other notification
    constexpr int kDefaultTimeout = -1;
    const QString icon = QGuiApplication::desktopFileName();
    call.setArguments({QGuiApplication::applicationDisplayName(), kNew, icon, summary,
                       body.toHtmlEscaped(), // the body may contain markup
                       QStringList(), QVariantMap{{QStringLiteral("desktop-entry"), icon}},
                       kDefaultTimeout});
    bus.asyncCall(call);
}

} // namespace sotto::app
