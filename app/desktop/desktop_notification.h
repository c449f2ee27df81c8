#pragma once

#include <QString>

namespace sotto::app {

/// Tells the desktop that something is done, through org.freedesktop.Notifications. NullListener
/// where there is no message bus or nobody who shows notifications; never waits. Runs on: the main
/// thread.
void notify_desktop(const QString& summary, const QString& words);

} // namespace sotto::app
