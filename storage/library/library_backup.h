#pragma once

#include "core/error.h"
#include "storage/library/wall_clock.h"

#include <filesystem>
#include <optional>
#include <stop_token>

namespace sotto::storage {

/// Copies a consistent state of a library to `target`; other programs may use and write the library
/// meanwhile. `target` appears complete or not at all, is on the disk when this returns, and is
/// readable by its owner alone. It may replace an older backup. While it is written it is called
/// NAME.part. Runs on: any thread. Errors: not_found (no library), invalid_input (`target` is the
/// library itself, or exists and is no backup), busy (another program is writing it), cancelled,
/// and as open_library.
[[nodiscard]] Status back_up_library(const std::filesystem::path& library,
                                     const std::filesystem::path& target,
                                     const std::stop_token& stop = {});

/// Replaces a library, which may be missing or damaged, by a backup, and keeps the old library
/// under a dated name. A copy of the backup is checked as a whole (integrity_check) and migrated
/// first; the backup itself does not change. A program killed at any moment leaves the old library
/// or the new one. Returns the path of the old library; nothing when there was none. Runs on: any
/// thread. Errors: busy (a program has the library open), not_found (no such backup), invalid_input
/// (not a file, or not closed), corrupt_data, unsupported (another program's database, or a newer
/// version), cancelled, io, out_of_space.
[[nodiscard]] Result<std::optional<std::filesystem::path>>
restore_library(const std::filesystem::path& backup, const std::filesystem::path& library,
                const WallClock& clock = wall_clock_now, const std::stop_token& stop = {});

} // namespace sotto::storage
