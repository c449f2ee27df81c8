#include "ui/window/screenshot.h"

#include <chrono>
#include <utility>

namespace sotto::ui {

namespace {

constexpr std::chrono::milliseconds kCalm{400};      // a blinking cursor is slower
constexpr std::chrono::milliseconds kPatience{5000}; // then the picture is taken as it is

} // namespace

PictureTaker::PictureTaker(AppViewModel& app, DesktopWindow& window,
                           std::function<void(Status)> done)
    : app_(app), window_(window), done_(std::move(done)) {
    calm_.setSingleShot(true);
    calm_.setInterval(kCalm);
    patience_.setSingleShot(true);
    patience_.setInterval(kPatience);
    const auto save = [this] {
        calm_.stop();
        patience_.stop();
        disconnect(&window_.window(), nullptr, this, nullptr);
        done_(window_.save_picture(file_));
    };
    connect(&calm_, &QTimer::timeout, this, save);
    connect(&patience_, &QTimer::timeout, this, save);
}

void PictureTaker::take(const QString& file) {
    file_ = file;
    patience_.start();
    connect(&window_.window(), &QQuickWindow::frameSwapped, this, &PictureTaker::wait_for_calm);
    connect(&app_, &AppViewModel::readyChanged, this, &PictureTaker::wait_for_calm);
    connect(app_.documents(), &DocumentListViewModel::changed, this, &PictureTaker::wait_for_calm);
    wait_for_calm();
}

void PictureTaker::wait_for_calm() {
    if (app_.ready() && !app_.documents()->arriving()) {
        calm_.start();
    } else {
        calm_.stop();
    }
}

} // namespace sotto::ui
