#include "inference/xnnpack/thread_count.h"

#include "inference/machine/control_group.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxProcessors = 4096;
constexpr long kEfficiency = 2; // an efficiency core does about half the work of another

std::optional<long> read_number(const fs::path& file) {
    std::ifstream in(file);
    long value = 0;
    return in >> value ? std::optional(value) : std::nullopt;
}

std::optional<std::string> read_line(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    return std::getline(in, line) ? std::optional(line) : std::nullopt;
}

// Capacity of a CPU: ARM's cpu_capacity, else its maximum frequency, else the same for all.
long capacity_of(const fs::path& processor) {
    if (const auto capacity = read_number(processor / "cpu_capacity")) {
        return *capacity;
    }
    return read_number(processor / "cpufreq/cpuinfo_max_freq").value_or(1);
}

// The CPUs that share a core, as the kernel lists them; older kernels use the second name.
std::optional<std::string> core_of(const fs::path& processor) {
    const auto core = read_line(processor / "topology/core_cpus_list");
    return core ? core : read_line(processor / "topology/thread_siblings_list");
}

// The CPUs of a list such as "0-3,8".
std::set<int> parse_list(const std::string& list) {
    std::set<int> processors;
    std::istringstream in(list);
    for (std::string range; std::getline(in, range, ',');) {
        int first = 0;
        int last = 0;
        const char* const end = range.data() + range.size();
        const auto [behind, error] = std::from_chars(range.data(), end, first);
        if (error != std::errc()) {
            continue;
        }
        if (behind == end || *behind != '-' ||
            std::from_chars(behind + 1, end, last).ec != std::errc()) {
            last = first;
        }
        for (int cpu = first; cpu <= std::min(last, first + kMaxProcessors); ++cpu) {
            processors.insert(cpu);
        }
    }
    return processors;
}

// The efficiency cores of an Intel processor, as the kernel lists them. Their frequencies are near
// those of the other cores, and older kernels state no capacities.
std::set<int> efficiency_processors(const fs::path& root) {
    return parse_list(read_line(root / "sys/devices/cpu_atom/cpus").value_or(""));
}

std::size_t count_fast_cores(std::span<const int> processors, const fs::path& root) {
    const std::set<int> efficient = efficiency_processors(root);
    std::map<std::string, long> capacity_of_core;
    for (const int cpu : processors) {
        const auto processor = root / std::format("sys/devices/system/cpu/cpu{}", cpu);
        const auto core = core_of(processor);
        if (!core) {
            return processors.size();
        }
        auto& capacity = capacity_of_core[*core];
        capacity = std::max(capacity,
                            capacity_of(processor) / (efficient.contains(cpu) ? kEfficiency : 1));
    }
    long largest = 0;
    for (const auto& [core, capacity] : capacity_of_core) {
        largest = std::max(largest, capacity);
    }
    return static_cast<std::size_t>(std::ranges::count_if(
        capacity_of_core, [&](const auto& core) { return 3 * core.second >= 2 * largest; }));
}

std::vector<int> allowed_processors() {
    std::vector<int> allowed;
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
            if (CPU_ISSET(cpu, &set)) {
                allowed.push_back(cpu);
            }
        }
    }
    return allowed;
}

} // namespace

std::size_t count_performance_cores(std::span<const int> processors, const fs::path& root) {
    return processors.empty() ? std::thread::hardware_concurrency()
                              : count_fast_cores(processors, root);
}

std::size_t count_performance_cores() {
    return count_performance_cores(allowed_processors(), "/");
}

std::size_t count_threads(std::span<const int> processors, const fs::path& root) {
    const std::size_t cores = count_performance_cores(processors, root);
    // One thread more than the quota allows would stall all the others.
    const auto quota = read_group_quota(root);
    const auto affordable = quota && *quota < static_cast<double>(cores)
                                ? static_cast<std::size_t>(std::floor(std::max(*quota, 0.0)))
                                : cores;
    return std::max<std::size_t>(affordable, 1);
}

std::size_t default_thread_count() {
    return count_threads(allowed_processors(), "/");
}

} // namespace sotto::inference
