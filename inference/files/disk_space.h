#pragma once

#include "core/error.h"

#include <cstdint>
#include <filesystem>

namespace sotto::inference {

/// Whether a folder's disk has room for so many bytes and a tenth more; success where the system
/// does not say. Errors: out_of_space (names what is needed and what there is).
[[nodiscard]] Status check_disk_space(const std::filesystem::path& folder, std::uint64_t bytes);

/// The same for a known number of free bytes.
[[nodiscard]] Status check_room(std::uint64_t bytes, std::uint64_t free_bytes);

} // namespace sotto::inference
