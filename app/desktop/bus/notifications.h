#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QHash>
#include <QObject>
#include <QString>
#include <QVariantList>

namespace sotto::app {

/// Notifications of the desktop, each with the conversation it is about; one that is clicked is
/// reported. They are shown by the notification service or, in a sandbox, by the portal; where the
/// one is missing the other is asked, and where both are, nothing happens. Never waits.
/// Source: Desktop Notifications Specification 1.2; XDG Desktop Portal, interface
/// org.freedesktop.portal.Notification.
/// Runs on: the main thread.
class Notifications : public QObject {
    Q_OBJECT

public:
    /// Who is asked first.
    enum class Route { service, portal };

    /// Portal in a Flatpak, which lets no other way pass; otherwise the service, since portals show
    /// nothing for a program that no desktop file started.
    [[nodiscard]] static Route usual_route();

    explicit Notifications(QDBusConnection bus, Route first = usual_route(),
                           QObject* parent = nullptr);

    /// `conversation`: what clicked() reports.
    void show(const QString& title, const QString& body, qint64 conversation);

signals:
    void clicked(qint64 conversation);

private slots:
    void on_token(uint id, const QString& token);
    void on_service_action(uint id, const QString& action);
    void on_portal_action(const QString& id, const QString& action, const QVariantList& parameters);

private:
    void ask(Route route, const QString& title, const QString& body, qint64 conversation);
    [[nodiscard]] static QDBusMessage service_call(const QString& title, const QString& body);
    [[nodiscard]] static QDBusMessage portal_call(const QString& id, const QString& title,
                                                  const QString& body);

    QDBusConnection bus_;
    Route first_;
    QHash<uint, qint64> shown_; // the service's ids, and their conversations
};

} // namespace sotto::app
