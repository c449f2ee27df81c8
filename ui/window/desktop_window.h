#pragma once

#include "core/error.h"
#include "ui/window/appearance.h"
#include "ui/window/desktop_view_model.h"

#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSize>
#include <QString>
#include <memory>

namespace sotto::ui {

/// How a window looks when it opens.
struct WindowOptions {
    QSize size{1080, 760};
    Qt::ColorScheme theme = Qt::ColorScheme::Unknown; ///< Unknown = the system's
    enum class Contrast { system, high } contrast = Contrast::system;
};

/// The desktop window over one DesktopViewModel. Runs on: the main thread.
class DesktopWindow {
public:
    /// Opens the window. Owner: the caller keeps `app` until the window is gone.
    /// Errors: internal (the QML module is damaged).
    static Result<std::unique_ptr<DesktopWindow>> open(DesktopViewModel& app,
                                                       const WindowOptions& options);

    [[nodiscard]] QQuickWindow& window() { return *window_; }

    [[nodiscard]] Appearance& appearance() { return appearance_; }

    /// Saves what the window shows as a picture. Errors: io.
    Status save_picture(const QString& file);

private:
    explicit DesktopWindow(const WindowOptions& options);

    Appearance appearance_;
    QQmlApplicationEngine engine_;
    QQuickWindow* window_ = nullptr; // the engine owns it
};

} // namespace sotto::ui
