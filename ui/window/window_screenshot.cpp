#include "ui/window/window_screenshot.h"

#include <chrono>
#include <utility>

namespace sotto::ui {

namespace {

constexpr std::chrono::milliseconds kQuiet{400};    // shorter than the blinking of a cursor
constexpr std::chrono::milliseconds kTimeout{5000}; // then the window is taken as it is

} // namespace

WindowScreenshot::WindowScreenshot(ConversationViewModel& conversation, DesktopWindow& window,
                                   std::function<void(Status)> done)
    : conversation_(conversation), window_(window), done_(std::move(done)) {
    quiet_.setSingleShot(true);
    quiet_.setInterval(kQuiet);
    timeout_.setSingleShot(true);
    timeout_.setInterval(kTimeout);
    const auto take = [this] {
        quiet_.stop();
        timeout_.stop();
        disconnect(&window_.window(), nullptr, this, nullptr);
        done_(window_.save_picture(file_));
    };
    connect(&quiet_, &QTimer::timeout, this, take);
    connect(&timeout_, &QTimer::timeout, this, take);
}

void WindowScreenshot::save(const QString& file) {
    file_ = file;
    timeout_.start();
    connect(&window_.window(), &QQuickWindow::frameSwapped, this,
            &WindowScreenshot::restart_quiet_timer);
    connect(&conversation_, &ConversationViewModel::readyChanged, this,
            &WindowScreenshot::restart_quiet_timer);
    connect(conversation_.documents(), &DocumentListViewModel::changed, this,
            &WindowScreenshot::restart_quiet_timer);
    restart_quiet_timer();
}

void WindowScreenshot::restart_quiet_timer() {
    if (conversation_.ready() && !conversation_.documents()->importing()) {
        quiet_.start();
    } else {
        quiet_.stop();
    }
}

} // namespace sotto::ui
