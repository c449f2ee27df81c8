#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

// Memory and processor limits of this process's control group (version 2).
// `root` in all of these: the folder in which proc and sys lie. They read files of the kernel and
// run on any thread. Source: Linux, Documentation/admin-guide/cgroup-v2.rst.
namespace sotto::inference {

/// The folder of this process's control group; nothing when it has none.
[[nodiscard]] std::optional<std::filesystem::path>
find_control_group(const std::filesystem::path& root);

/// Unit: bytes.
struct GroupMemory {
    std::int64_t limit = 0;     ///< the lower of memory.max and memory.high
    std::int64_t available = 0; ///< up to that limit; the page cache counts as available
};

/// The lowest values among the control group and its ancestors; nothing when none of them limits
/// memory.
[[nodiscard]] std::optional<GroupMemory> read_group_memory(const std::filesystem::path& root);

/// The lowest processor quota among the control group and its ancestors; nothing without a quota.
/// Unit: processors.
[[nodiscard]] std::optional<double> read_group_quota(const std::filesystem::path& root);

/// The number after `key` in a file of keys and numbers, such as memory.stat or /proc/meminfo.
[[nodiscard]] std::optional<std::int64_t> read_keyed_number(const std::filesystem::path& file,
                                                            std::string_view key);

} // namespace sotto::inference
