#include "inference/machine/control_group.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMount = "sys/fs/cgroup";

// The control group's path below the mount point; nothing when there is none.
std::optional<fs::path> group_path(const fs::path& root) {
    constexpr std::string_view kVersion2 = "0::/";
    std::ifstream in(root / "proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(kVersion2)) {
            return fs::path(line.substr(kVersion2.size())).lexically_normal();
        }
    }
    return std::nullopt;
}

// The folders of the control group and its ancestors, from the inside out.
std::vector<fs::path> group_and_ancestors(const fs::path& root) {
    std::vector<fs::path> folders;
    const auto path = group_path(root);
    if (!path) {
        return folders;
    }
    fs::path inner = *path;
    while (!inner.empty() && inner != ".") {
        folders.push_back(root / kMount / inner);
        inner = inner.parent_path();
    }
    folders.push_back(root / kMount);
    return folders;
}

// Nothing when the file holds a word, such as "max" for no limit.
std::optional<std::int64_t> read_number(const fs::path& file) {
    std::ifstream in(file);
    std::int64_t value = 0;
    return in >> value ? std::optional(value) : std::nullopt;
}

std::optional<GroupMemory> memory_of(const fs::path& group) {
    const auto max = read_number(group / "memory.max");
    const auto high = read_number(group / "memory.high"); // beyond it the kernel slows us down
    const auto current = read_number(group / "memory.current");
    if ((!max && !high) || !current) {
        return std::nullopt;
    }
    constexpr auto kNoLimit = std::numeric_limits<std::int64_t>::max();
    const std::int64_t limit = std::min(max.value_or(kNoLimit), high.value_or(kNoLimit));
    const fs::path details = group / "memory.stat";
    const std::int64_t page_cache = read_keyed_number(details, "inactive_file").value_or(0) +
                                    read_keyed_number(details, "active_file").value_or(0);
    return GroupMemory{limit, std::max<std::int64_t>(0, limit - *current + page_cache)};
}

// cpu.max holds the processor time allowed in each period, then the period.
std::optional<double> quota_of(const fs::path& group) {
    std::ifstream in(group / "cpu.max");
    double time = 0;
    double period = 0;
    return in >> time >> period && period > 0 ? std::optional(time / period) : std::nullopt;
}

} // namespace

std::optional<fs::path> find_control_group(const fs::path& root) {
    const auto path = group_path(root);
    return path ? std::optional(root / kMount / *path) : std::nullopt;
}

std::optional<GroupMemory> read_group_memory(const fs::path& root) {
    std::optional<GroupMemory> lowest;
    for (const fs::path& group : group_and_ancestors(root)) {
        if (const auto memory = memory_of(group)) {
            lowest = lowest ? GroupMemory{std::min(lowest->limit, memory->limit),
                                          std::min(lowest->available, memory->available)}
                            : *memory;
        }
    }
    return lowest;
}

std::optional<double> read_group_quota(const fs::path& root) {
    std::optional<double> lowest;
    for (const fs::path& group : group_and_ancestors(root)) {
        if (const auto quota = quota_of(group)) {
            lowest = std::min(lowest.value_or(*quota), *quota);
        }
    }
    return lowest;
}

std::optional<std::int64_t> read_keyed_number(const fs::path& file, std::string_view key) {
    std::ifstream in(file);
    for (std::string word; in >> word;) {
        std::int64_t value = 0;
        if (word == key && in >> value) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace sotto::inference
