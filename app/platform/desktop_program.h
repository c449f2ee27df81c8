#pragma once

#include <filesystem>
#include <optional>

namespace sotto::app {

/// Replaces this process with sotto-desktop (beside this program, else in PATH) if there is a
/// display. Returns if there is no display or no such program. Call it while the process has one
/// thread.
void start_desktop_program(const std::optional<std::filesystem::path>& data_dir);

} // namespace sotto::app
