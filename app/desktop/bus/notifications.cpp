#include "app/desktop/bus/notifications.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFile>
#include <QGuiApplication>
#include <QStringList>
#include <QVariantMap>
#include <utility>

namespace sotto::app {

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kServicePath = QStringLiteral("/org/freedesktop/Notifications");
const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPortalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kPortalInterface = QStringLiteral("org.freedesktop.portal.Notification");
const QString kServiceAction = QStringLiteral("default"); // a click on the notification itself
const QString kPortalAction = QStringLiteral("open");

} // namespace

Notifications::Route Notifications::usual_route() {
    return QFile::exists(QStringLiteral("/.flatpak-info")) ? Route::portal : Route::service;
}

Notifications::Notifications(QDBusConnection bus, Route first, QObject* parent)
    : QObject(parent), bus_(std::move(bus)), first_(first) {
    bus_.connect(kService, kServicePath, kService, QStringLiteral("ActivationToken"), this,
                 SLOT(on_token(uint, QString)));
    bus_.connect(kService, kServicePath, kService, QStringLiteral("ActionInvoked"), this,
                 SLOT(on_service_action(uint, QString)));
    bus_.connect(kPortal, kPortalPath, kPortalInterface, QStringLiteral("ActionInvoked"), this,
                 SLOT(on_portal_action(QString, QString, QVariantList)));
}

void Notifications::show(const QString& title, const QString& body, qint64 conversation) {
    if (bus_.isConnected()) {
        ask(first_, title, body, conversation);
    }
}

QDBusMessage Notifications::service_call(const QString& title, const QString& body) {
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kServicePath, kService, QStringLiteral("Notify"));
    constexpr uint kNew = 0; // replaces no other notification
    constexpr int kDefaultTimeout = -1;
    const QString icon = QGuiApplication::desktopFileName();
    call.setArguments({QGuiApplication::applicationDisplayName(), kNew, icon, title,
                       body.toHtmlEscaped(), // the body may contain markup
                       QStringList{kServiceAction, tr("Open")},
                       QVariantMap{{QStringLiteral("desktop-entry"), icon}}, kDefaultTimeout});
    return call;
}

QDBusMessage Notifications::portal_call(const QString& id, const QString& title,
                                        const QString& body) {
    QDBusMessage call = QDBusMessage::createMethodCall(kPortal, kPortalPath, kPortalInterface,
                                                       QStringLiteral("AddNotification"));
    call.setArguments({id, QVariantMap{{QStringLiteral("title"), title},
                                       {QStringLiteral("body"), body},
                                       {QStringLiteral("default-action"), kPortalAction}}});
    return call;
}

void Notifications::ask(Route route, const QString& title, const QString& body,
                        qint64 conversation) {
    // The conversation is the portal's id: a later notification replaces an earlier one about it.
    const QDBusMessage call = route == Route::service
                                  ? service_call(title, body)
                                  : portal_call(QString::number(conversation), title, body);
    auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [=, this] {
        watcher->deleteLater();
        if (watcher->isError()) {
            if (route == first_) {
                ask(route == Route::service ? Route::portal : Route::service, title, body,
                    conversation);
            }
        } else if (route == Route::service) {
            shown_.insert(QDBusPendingReply<uint>(*watcher).value(), conversation);
        }
    });
}

void Notifications::on_token(uint id, const QString& token) {
    if (shown_.contains(id)) {
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8()); // see SingleInstance
    }
}

void Notifications::on_service_action(uint id, const QString& action) {
    if (const auto found = shown_.constFind(id);
        found != shown_.constEnd() && action == kServiceAction) {
        emit clicked(*found);
    }
}

void Notifications::on_portal_action(const QString& id, const QString& action,
                                     const QVariantList& /*parameters*/) {
    bool is_number = false;
    const qint64 conversation = id.toLongLong(&is_number);
    if (is_number && action == kPortalAction) {
        emit clicked(conversation);
    }
}

} // namespace sotto::app
