#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace sotto::inference {

/// Threads to compute with when nobody says: one per performance core that this process may run on
/// (threads of one core counted once, cores of less than two thirds of the fastest one's capacity
/// left out), but no more than the processors' worth of time that our control group and those above
/// it are given; where the system does not tell, one per processor.
[[nodiscard]] std::size_t default_thread_count();

/// The same for these processors. `root`: the folder in which proc and sys lie.
[[nodiscard]] std::size_t count_threads(std::span<const int> processors,
                                        const std::filesystem::path& root);

} // namespace sotto::inference
