#pragma once

#include <QString>

namespace sotto::app {

/// Shows a desktop notification through org.freedesktop.Notifications; does nothing where there is
/// no message bus or no notification service. Never waits. Runs on: the main thread.
void notify_desktop(const QString& summary, const QString& body);

} // namespace sotto::app
