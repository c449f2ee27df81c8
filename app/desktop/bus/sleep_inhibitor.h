#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>

namespace sotto::app {

/// Keeps the computer from going to sleep by itself while there is work that takes long. Work of a
/// few seconds asks for nothing. Without the portal nothing happens. Never waits.
/// Source: XDG Desktop Portal, interface org.freedesktop.portal.Inhibit.
/// Runs on: the main thread.
class SleepInhibitor : public QObject {
    Q_OBJECT

public:
    /// `delay`: how long work has to last before the desktop is asked.
    explicit SleepInhibitor(QDBusConnection bus,
                            std::chrono::milliseconds delay = std::chrono::seconds(10),
                            QObject* parent = nullptr);
    ~SleepInhibitor() override;

    /// Whether there is work now.
    void set_working(bool is_working);

private:
    void inhibit();
    void release();
    void end_request(const QString& path);

    QDBusConnection bus_;
    QTimer delay_;
    QString request_; // what the portal calls our request; empty = none
    bool is_working_ = false;
};

} // namespace sotto::app
