#pragma once

#include "core/error.h"
#include "ui/conversation/conversation_view_model.h"
#include "ui/window/desktop_window.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>

namespace sotto::ui {

/// Saves a picture of a window once its content is complete: the conversation is shown, files have
/// been imported, and no frame has been drawn for a moment. Runs on: the main thread.
class WindowScreenshot : public QObject {
    Q_OBJECT

public:
    /// Owner: the caller keeps both until this is gone. `done` is called once.
    WindowScreenshot(ConversationViewModel& conversation, DesktopWindow& window,
                     std::function<void(Status)> done);

    void save(const QString& file);

private:
    void restart_quiet_timer();

    ConversationViewModel& conversation_;
    DesktopWindow& window_;
    std::function<void(Status)> done_;
    QString file_;
    QTimer quiet_;
    QTimer timeout_;
};

} // namespace sotto::ui
