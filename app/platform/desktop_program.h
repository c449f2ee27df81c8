#pragma once

#include <filesystem>
#include <optional>

namespace sotto::app {

/// Where there is a display and sotto-desktop (beside this program, else in PATH), becomes that
/// program; returns when there is none. Call it while the process has one thread.
void start_desktop_program(const std::optional<std::filesystem::path>& data_dir);

} // namespace sotto::app
