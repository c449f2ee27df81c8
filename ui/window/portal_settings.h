#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>
#include <QVariant>

namespace sotto::ui {

/// The desktop's appearance settings, read from the portal and followed as they change. Without a
/// message bus or a portal nothing is ever reported.
/// Source: XDG Desktop Portal, interface org.freedesktop.portal.Settings.
/// Runs on: the main thread; nothing waits for the bus.
class PortalSettings : public QObject {
    Q_OBJECT

public:
    explicit PortalSettings(QDBusConnection bus, QObject* parent = nullptr);

    /// Asks for all settings; each comes as valueChanged().
    void read();

signals:
    /// A setting was read or has changed. `name`: its namespace and key with a space between.
    void valueChanged(const QString& name, const QVariant& value);

private slots:
    void on_setting_changed(const QString& group, const QString& key, const QDBusVariant& value);

private:
    QDBusConnection bus_;
};

} // namespace sotto::ui
