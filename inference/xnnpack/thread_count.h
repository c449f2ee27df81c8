#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace sotto::inference {

/// The performance cores that this process may run on: SMT siblings count once; cores with less
/// than two thirds of the fastest core's capacity do not count, nor do Intel's efficiency cores
/// beside others. Without this information, the CPUs.
[[nodiscard]] std::size_t count_performance_cores();

/// The same for the given CPUs. `root`: the folder that contains proc and sys.
[[nodiscard]] std::size_t count_performance_cores(std::span<const int> processors,
                                                  const std::filesystem::path& root);

/// Default number of threads: one per performance core, at most the CPU quota of our control group
/// and its ancestors.
[[nodiscard]] std::size_t default_thread_count();

/// The same for the given CPUs. `root`: the folder that contains proc and sys.
[[nodiscard]] std::size_t count_threads(std::span<const int> processors,
                                        const std::filesystem::path& root);

} // namespace sotto::inference
