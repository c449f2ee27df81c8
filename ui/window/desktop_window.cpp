#include "ui/window/desktop_window.h"

#include <QImage>
#include <QQuickStyle>
#include <QVariant>
#include <optional>

namespace sotto::ui {

DesktopWindow::DesktopWindow(const WindowOptions& options)
    : appearance_({.scheme = options.theme,
                   .high_contrast = options.contrast == WindowOptions::Contrast::high
                                        ? std::optional(true)
                                        : std::nullopt,
                   .reduced_motion = std::nullopt}) {}

Result<std::unique_ptr<DesktopWindow>> DesktopWindow::open(DesktopViewModel& app,
                                                           const WindowOptions& options) {
    if (QQuickStyle::name() != u"Basic") { // once a process
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }
    std::unique_ptr<DesktopWindow> self(new DesktopWindow(options));
    self->engine_.setInitialProperties({
        {QStringLiteral("app"), QVariant::fromValue(&app)},
        {QStringLiteral("width"), options.size.width()},
        {QStringLiteral("height"), options.size.height()},
        {QStringLiteral("appearance"), QVariant::fromValue(&self->appearance_)},
    });
    self->engine_.loadFromModule("Sotto", "DesktopShell");
    if (self->engine_.rootObjects().isEmpty()) {
        return fail(ErrorCode::internal, "the window could not be made; install Sotto again");
    }
    self->window_ = qobject_cast<QQuickWindow*>(self->engine_.rootObjects().constFirst());
    return self;
}

Status DesktopWindow::save_picture(const QString& file) {
    const QImage picture = window_->grabWindow();
    if (picture.isNull() || !picture.save(file)) {
        return fail(ErrorCode::io, "the picture could not be written");
    }
    return {};
}

} // namespace sotto::ui
