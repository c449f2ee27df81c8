#pragma once

#include "app/desktop/bus/notifications.h"
#include "app/desktop/bus/single_instance.h"
#include "app/desktop/bus/sleep_inhibitor.h"
#include "ui/window/desktop_view_model.h"

#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <QWindow>

namespace sotto::app {

/// What the window has to do with the desktop around it: it does what later starts ask for, tells
/// that something is finished while nobody looks at it, and keeps the computer awake while it
/// works. Runs on: the main thread.
class DesktopSession : public QObject {
    Q_OBJECT

public:
    /// Owner: the caller keeps all of them until this is gone.
    DesktopSession(QDBusConnection bus, const SingleInstance& instance, ui::DesktopViewModel& app,
                   QWindow& window);

private:
    void follow_requests(const SingleInstance& instance);
    void follow_work();
    void raise();
    void tell(const QString& title, const QString& body, qint64 conversation);

    ui::DesktopViewModel& app_;
    QWindow& window_;
    Notifications notifications_;
    SleepInhibitor inhibitor_;
};

} // namespace sotto::app
