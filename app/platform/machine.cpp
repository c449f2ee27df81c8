#include "app/platform/machine.h"

#include "inference/transformer/memory_budget.h"
#include "inference/xnnpack/thread_count.h"

#include <cpuinfo.h>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <system_error>

namespace sotto::app {

namespace {

struct NamedTest {
    const char* name;
    bool (*is_supported)();
};

#if CPUINFO_ARCH_X86 || CPUINFO_ARCH_X86_64
constexpr std::array kTests{
    NamedTest{"sse4.1", [] { return cpuinfo_has_x86_sse4_1(); }},
    NamedTest{"avx", [] { return cpuinfo_has_x86_avx(); }},
    NamedTest{"f16c", [] { return cpuinfo_has_x86_f16c(); }},
    NamedTest{"fma3", [] { return cpuinfo_has_x86_fma3(); }},
    NamedTest{"avx2", [] { return cpuinfo_has_x86_avx2(); }},
    NamedTest{"avxvnni", [] { return cpuinfo_has_x86_avxvnni(); }},
    NamedTest{"avx512f", [] { return cpuinfo_has_x86_avx512f(); }},
    NamedTest{"avx512bw", [] { return cpuinfo_has_x86_avx512bw(); }},
    NamedTest{"avx512vnni", [] { return cpuinfo_has_x86_avx512vnni(); }},
    NamedTest{"avx512bf16", [] { return cpuinfo_has_x86_avx512bf16(); }},
};
#elif CPUINFO_ARCH_ARM || CPUINFO_ARCH_ARM64
constexpr std::array kTests{
    NamedTest{"neon", [] { return cpuinfo_has_arm_neon(); }},
    NamedTest{"fp16", [] { return cpuinfo_has_arm_neon_fp16_arith(); }},
    NamedTest{"dotprod", [] { return cpuinfo_has_arm_neon_dot(); }},
    NamedTest{"i8mm", [] { return cpuinfo_has_arm_i8mm(); }},
    NamedTest{"bf16", [] { return cpuinfo_has_arm_bf16(); }},
    NamedTest{"sve", [] { return cpuinfo_has_arm_sve(); }},
};
#else
constexpr std::array<NamedTest, 0> kTests{};
#endif

// Physical memory in bytes.
std::int64_t find_total_memory() {
    const std::int64_t pages = ::sysconf(_SC_PHYS_PAGES);
    const std::int64_t page_bytes = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && page_bytes > 0 ? pages * page_bytes : 0;
}

std::uint32_t count_usable_processors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<std::uint32_t>(CPU_COUNT(&set))
                                                       : 0;
}

} // namespace

std::vector<std::string> find_instruction_sets() {
    std::vector<std::string> names;
    if (cpuinfo_initialize()) {
        for (const NamedTest& test : kTests) {
            if (test.is_supported()) {
                names.emplace_back(test.name);
            }
        }
    }
    return names;
}

Machine look_at_machine() {
    Machine machine;
    machine.processor = "unknown";
    if (cpuinfo_initialize()) {
        if (cpuinfo_get_packages_count() > 0 && cpuinfo_get_package(0)->name[0] != '\0') {
            machine.processor = cpuinfo_get_package(0)->name;
        }
        machine.cores = cpuinfo_get_cores_count();
        machine.performance_cores =
            static_cast<std::uint32_t>(inference::count_performance_cores());
    }
    machine.logical_processors = count_usable_processors();
    machine.instruction_sets = find_instruction_sets();
    machine.memory_total = find_total_memory();
    if (const auto memory = inference::read_memory_state()) {
        machine.memory_available = memory->available_bytes;
        machine.memory_limit = memory->limit_bytes;
    }
    return machine;
}

std::int64_t peak_resident_bytes() {
    rusage usage{};
    return getrusage(RUSAGE_SELF, &usage) == 0 ? std::int64_t{usage.ru_maxrss} * 1024 : 0;
}

void reset_peak_resident_bytes() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

void give_large_memory_back() {
    constexpr int kLargeBytes = 128 * 1024; // the initial value; setting it keeps it fixed
    static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kLargeBytes));
}

std::optional<std::int64_t> free_disk_bytes(const std::filesystem::path& folder) {
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    return error ? std::nullopt : std::optional(static_cast<std::int64_t>(space.available));
}

void disable_core_dumps() {
    const rlimit none{0, 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &none)); // lowering a limit does not fail
}

} // namespace sotto::app
