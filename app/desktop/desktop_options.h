#pragma once

#include "ui/window/desktop_window.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QUrl>
#include <expected>
#include <filesystem>
#include <optional>

namespace sotto::app {

/// The options of sotto-desktop.
struct DesktopOptions {
    std::optional<std::filesystem::path> data_dir;
    ui::WindowOptions window;
    QString screenshot; ///< the file to save; empty = an ordinary window
    QList<QUrl> files;  ///< documents to open
};

/// Reads the command line; --help and --version end the program. Error: the sentence that says
/// what is wrong.
[[nodiscard]] std::expected<DesktopOptions, QString>
parse_options(const QCoreApplication& application);

} // namespace sotto::app
