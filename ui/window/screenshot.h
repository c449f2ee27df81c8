#pragma once

#include "core/error.h"
#include "ui/window/app_view_model.h"
#include "ui/window/desktop_window.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>

namespace sotto::ui {

/// Saves a picture of a window once it shows everything there is: what is stored and what is
/// opened has been read, and nothing has been drawn anew for a moment. Runs on: the main thread.
class PictureTaker : public QObject {
    Q_OBJECT

public:
    /// Owner: the caller keeps both until this is gone. `done` is called once.
    PictureTaker(AppViewModel& app, DesktopWindow& window, std::function<void(Status)> done);

    void take(const QString& file);

private:
    void wait_for_calm();

    AppViewModel& app_;
    DesktopWindow& window_;
    std::function<void(Status)> done_;
    QString file_;
    QTimer calm_;
    QTimer patience_;
};

} // namespace sotto::ui
