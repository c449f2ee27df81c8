#include "inference/engine/thread_count.h"

#include <sched.h>

#include <algorithm>
#include <format>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace sotto::inference {

namespace {

std::optional<long> read_number(int cpu, const char* name) {
    std::ifstream file(std::format("/sys/devices/system/cpu/cpu{}/{}", cpu, name));
    long value = 0;
    if (file >> value) {
        return value;
    }
    return std::nullopt;
}

// Capacity of the processor: ARM's measure, else its highest frequency, else the same for all.
long capacity_of(int cpu) {
    if (const auto capacity = read_number(cpu, "cpu_capacity")) {
        return *capacity;
    }
    return read_number(cpu, "cpufreq/cpuinfo_max_freq").value_or(1);
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

std::size_t default_thread_count() {
    std::map<std::pair<long, long>, long> capacity_of_core; // by package and core
    for (const int cpu : allowed_processors()) {
        const auto package = read_number(cpu, "topology/physical_package_id");
        const auto core = read_number(cpu, "topology/core_id");
        if (!package || !core) {
            return std::max(1U, std::thread::hardware_concurrency());
        }
        auto& capacity = capacity_of_core[{*package, *core}];
        capacity = std::max(capacity, capacity_of(cpu));
    }
    long largest = 0;
    for (const auto& [core, capacity] : capacity_of_core) {
        largest = std::max(largest, capacity);
    }
    const auto fast_cores = std::ranges::count_if(
        capacity_of_core, [&](const auto& core) { return 3 * core.second >= 2 * largest; });
    return fast_cores > 0 ? static_cast<std::size_t>(fast_cores)
                          : std::max(1U, std::thread::hardware_concurrency());
}

} // namespace sotto::inference
