#pragma once

#include "core/error.h"
#include "storage/library/system_clock.h"

#include <filesystem>
#include <optional>
#include <stop_token>

namespace sotto::storage {

/// Copies a library into `target`, in one state, while other programs use and write it. `target` is
/// there as a whole or not at all, on the disk when this returns, and readable by its owner alone.
/// An older backup of that name is replaced; while it is written, it is called NAME.part.
/// Runs on: any thread. Errors: not_found (no library), invalid_input (`target` is something else
/// than a backup, or the library itself), busy (somebody else writes it), cancelled, and as
/// open_library.
[[nodiscard]] Status back_up_library(const std::filesystem::path& library,
                                     const std::filesystem::path& target,
                                     const std::stop_token& stop = {});

/// Puts a backup in the place of a library, which may be missing or damaged, and keeps that one
/// beside it. The backup is copied and read whole first (integrity_check), and brought to the
/// newest version; it stays as it is. Killed at any moment, there is the old library or the new
/// one. Returns where the old library is kept; nothing when there was none. Runs on: any thread.
/// Errors: busy (a program has the library open), not_found (no such backup), invalid_input (not a
/// file, or not closed), corrupt_data, unsupported (another program's database, or a newer
/// version), cancelled, io, out_of_space.
[[nodiscard]] Result<std::optional<std::filesystem::path>>
restore_library(const std::filesystem::path& backup, const std::filesystem::path& library,
                const WallClock& clock = system_time, const std::stop_token& stop = {});

} // namespace sotto::storage
