#include "ui/window/portal_settings.h"

#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>
#include <QStringList>
#include <QVariantMap>
#include <utility>

namespace sotto::ui {

namespace {

using Groups = QMap<QString, QVariantMap>;

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");

} // namespace

PortalSettings::PortalSettings(QDBusConnection bus, QObject* parent)
    : QObject(parent), bus_(std::move(bus)) {
    qDBusRegisterMetaType<Groups>();
    bus_.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
                 SLOT(on_setting_changed(QString, QString, QDBusVariant)));
}

void PortalSettings::read() {
    if (!bus_.isConnected()) {
        return;
    }
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("ReadAll"));
    // GNOME had its switch for animations before the portal had one.
    call << QStringList{QStringLiteral("org.freedesktop.appearance"),
                        QStringLiteral("org.gnome.desktop.interface")};
    auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<Groups> reply = *watcher;
        if (reply.isError()) {
            return; // no portal here
        }
        const Groups groups = reply.value();
        for (const auto& [group, values] : groups.asKeyValueRange()) {
            for (const auto& [key, value] : values.asKeyValueRange()) {
                emit valueChanged(group + u' ' + key, value);
            }
        }
    });
}

void PortalSettings::on_setting_changed(const QString& group, const QString& key,
                                        const QDBusVariant& value) {
    emit valueChanged(group + u' ' + key, value.variant());
}

} // namespace sotto::ui
