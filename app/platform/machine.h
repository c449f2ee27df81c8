#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sotto::app {

/// What there is to compute with. Sizes in bytes.
struct Machine {
    std::string processor; ///< its name, or "unknown"
    std::uint32_t cores = 0;
    std::uint32_t performance_cores = 0;       ///< of the fastest kind
    std::uint32_t logical_processors = 0;      ///< usable by this process
    std::vector<std::string> instruction_sets; ///< those our computing makes use of
    std::int64_t memory_total = 0;
    std::int64_t memory_available = 0;        ///< without swapping, within the limit below
    std::optional<std::int64_t> memory_limit; ///< of the control group, where there is one
};

/// Looks at this machine. What cannot be found out stays 0 or empty.
[[nodiscard]] Machine look_at_machine();

/// The instruction sets of `look_at_machine()`, cheaper.
[[nodiscard]] std::vector<std::string> find_instruction_sets();

/// The most memory this process has had resident, since it began or the next function was called.
[[nodiscard]] std::int64_t peak_resident_bytes();

/// Has peak_resident_bytes() begin again with what is resident now, where the kernel can do that.
void forget_peak_resident_bytes();

/// Has the allocator take large pieces from the kernel one by one and give each back at once. Left
/// to itself it keeps them after the first is freed, and blocks of keys and values, of which most
/// are let go of as a text gets longer, leave holes that nothing fits. Call it before the first is
/// made.
void give_large_memory_back();

/// Bytes free for this user where `folder` lies; nothing when it cannot be found out.
[[nodiscard]] std::optional<std::int64_t> free_disk_bytes(const std::filesystem::path& folder);

} // namespace sotto::app
