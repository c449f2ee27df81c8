#include "inference/xnnpack/thread_count.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <filesystem>
#include <format>
#include <numeric>
#include <string>
#include <vector>

using namespace sotto::inference;
using namespace sotto::test;

namespace {

// The files of a simulated machine.
class Machine {
public:
    void add(int processor, const std::string& core, const std::string& capacity,
             const std::string& frequency = "") {
        const auto name = std::format("sys/devices/system/cpu/cpu{}/", processor);
        write(name + "topology/core_cpus_list", core);
        if (!capacity.empty()) {
            write(name + "cpu_capacity", capacity);
        }
        if (!frequency.empty()) {
            write(name + "cpufreq/cpuinfo_max_freq", frequency);
        }
    }

    void write(const std::string& name, const std::string& text) {
        folder_.write(name, text + "\n");
    }

    [[nodiscard]] std::size_t threads(int processors) const {
        std::vector<int> all(static_cast<std::size_t>(processors));
        std::iota(all.begin(), all.end(), 0);
        return count_threads(all, folder_.path());
    }

    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

private:
    TempFolder folder_;
};

} // namespace

TEST_CASE("the slow cores of a phone are not used") {
    Machine machine;
    const std::array<const char*, 8> capacities{"250", "250", "250", "250",
                                                "800", "800", "800", "1024"};
    for (int i = 0; i < 8; ++i) {
        machine.add(i, std::to_string(i), capacities.at(static_cast<std::size_t>(i)));
    }
    CHECK(machine.threads(8) == 4);
    // Bound to the slow cores, these are all there is.
    CHECK(machine.threads(4) == 4);
}

TEST_CASE("SMT siblings count once, and slow cores are recognized by their frequency") {
    Machine machine;
    for (int i = 0; i < 4; ++i) {
        machine.add(i, i < 2 ? "0-1" : "2-3", "", "5000000");
    }
    for (int i = 4; i < 8; ++i) {
        machine.add(i, std::to_string(i), "", "3000000");
    }
    CHECK(machine.threads(8) == 2);
}

TEST_CASE("efficiency cores are recognized although their frequency is near that of the others") {
    Machine machine;
    for (int i = 0; i < 4; ++i) { // two favoured cores are a little faster than the other two
        machine.add(i, std::to_string(i), "", i < 2 ? "5200000" : "5000000");
    }
    for (int i = 4; i < 12; ++i) {
        machine.add(i, std::to_string(i), "", "4200000");
    }
    CHECK(machine.threads(12) == 12);
    machine.write("sys/devices/cpu_atom/cpus", "4-7,8,9-11");
    CHECK(machine.threads(12) == 4);
    // Alone they are all there is, and so are they without a readable list.
    machine.write("sys/devices/cpu_atom/cpus", "0-11");
    CHECK(machine.threads(12) == 12);
    machine.write("sys/devices/cpu_atom/cpus", "x,-3,9999999999-1");
    CHECK(machine.threads(12) == 12);
}

TEST_CASE("without information there is one thread per CPU") {
    const Machine machine;
    CHECK(machine.threads(3) == 3);
    CHECK(count_threads({}, machine.path()) >= 1);
    CHECK(default_thread_count() >= 1);
}

TEST_CASE("the CPU quota of a control group limits the threads") {
    Machine machine;
    for (int i = 0; i < 8; ++i) {
        machine.add(i, std::to_string(i), "");
    }
    machine.write("proc/self/cgroup", "0::/outer/inner");
    CHECK(machine.threads(8) == 8);
    machine.write("sys/fs/cgroup/outer/inner/cpu.max", "max 100000");
    CHECK(machine.threads(8) == 8);
    machine.write("sys/fs/cgroup/outer/cpu.max", "350000 100000");
    CHECK(machine.threads(8) == 3);
    machine.write("sys/fs/cgroup/outer/inner/cpu.max", "50000 100000");
    CHECK(machine.threads(8) == 1);
    machine.write("sys/fs/cgroup/outer/inner/cpu.max", "1600000 100000");
    CHECK(machine.threads(2) == 2);
}
