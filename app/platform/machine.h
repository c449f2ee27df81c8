#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sotto::app {

/// The hardware. Sizes in bytes.
struct Machine {
    std::string processor; ///< its name, or "unknown"
    std::uint32_t cores = 0;
    std::uint32_t performance_cores = 0;       ///< usable by this process
    std::uint32_t logical_processors = 0;      ///< usable by this process
    std::vector<std::string> instruction_sets; ///< those that our kernels use
    std::int64_t memory_total = 0;
    std::int64_t memory_available = 0;        ///< without swapping, within the limit below
    std::optional<std::int64_t> memory_limit; ///< of the control group, if any
};

/// Queries this machine. Unknown values stay 0 or empty.
[[nodiscard]] Machine look_at_machine();

/// The instruction sets alone, which is faster.
[[nodiscard]] std::vector<std::string> find_instruction_sets();

/// The peak resident memory of this process, since its start or the last reset.
[[nodiscard]] std::int64_t peak_resident_bytes();

/// Resets the peak to what is resident now, if the kernel supports it.
void reset_peak_resident_bytes();

/// Makes the allocator use mmap for each large allocation, so that its memory is returned when it
/// is freed. By default it raises the threshold after the first one, and freed KV blocks leave
/// holes in the heap. Call it before the first large allocation.
void give_large_memory_back();

/// Free disk space for this user at `folder`; nothing when it is unknown.
[[nodiscard]] std::optional<std::int64_t> free_disk_bytes(const std::filesystem::path& folder);

/// Keeps the memory of this program, which holds what a user wrote, out of core dumps. A debugger
/// started with the program still works.
void disable_core_dumps();

} // namespace sotto::app
