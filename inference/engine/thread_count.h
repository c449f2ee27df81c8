#pragma once

#include <cstddef>

namespace sotto::inference {

/// Threads to compute with when nobody says: one per performance core that this process may run on
/// (threads of one core counted once, cores of less than two thirds of the fastest one's capacity
/// left out); where the system does not tell, one per processor.
[[nodiscard]] std::size_t default_thread_count();

} // namespace sotto::inference
