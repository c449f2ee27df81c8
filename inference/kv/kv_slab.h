#pragma once

#include <cstddef>
#include <memory>

namespace sotto::inference {

/// The most that one slab should hold, in bytes: what may stay behind for a single block.
inline constexpr std::size_t kKvSlabBytes = std::size_t{8} << 20U;

/// Anonymous memory for many blocks that are filled at once: in huge pages where the system gives
/// them, so that filling it costs a page fault for every 2 MiB instead of every 4 KiB, which took
/// nearly half of the time of a restore. `bytes` zeros or a few more; null when there is no
/// memory. They go back to the system together, with the last copy of the pointer. Thread-safe.
/// Source: madvise(2), MADV_HUGEPAGE.
[[nodiscard]] std::shared_ptr<std::byte[]> allocate_kv_slab(std::size_t bytes);

} // namespace sotto::inference
