#pragma once

#include "core/error.h"

#include <cstdint>
#include <filesystem>

namespace sotto::inference {

/// Whether a folder's disk has room for `bytes` and a tenth more; success where the system does not
/// tell. Errors: out_of_space (names what is needed and what is free).
[[nodiscard]] Status check_disk_space(const std::filesystem::path& folder, std::uint64_t bytes);

/// The same for a given number of free bytes.
[[nodiscard]] Status check_free_space(std::uint64_t bytes, std::uint64_t free_bytes);

} // namespace sotto::inference
