#pragma once

#include "app/desktop/bus/single_instance.h"
#include "ui/window/desktop_window.h"

#include <QCoreApplication>
#include <QLocale>
#include <QString>
#include <expected>
#include <filesystem>
#include <optional>

namespace sotto::app {

/// The options of sotto-desktop.
struct DesktopOptions {
    std::optional<std::filesystem::path> data_dir;
    ui::WindowOptions window;
    QString screenshot;              ///< the file to save; empty = an ordinary window
    std::optional<QLocale> language; ///< none = the system's
    StartRequest request;
    /// Runs beside a window that is open already: on data of its own, or for a picture.
    [[nodiscard]] bool is_alone() const { return data_dir || !screenshot.isEmpty(); }
};

/// Reads the command line; --help and --version end the program. Error: the sentence that says
/// what is wrong.
[[nodiscard]] std::expected<DesktopOptions, QString>
parse_options(const QCoreApplication& application);

} // namespace sotto::app
