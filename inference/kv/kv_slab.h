#pragma once

#include <cstddef>
#include <memory>

namespace sotto::inference {

/// Maximum size of a slab in bytes: this much may stay allocated for a single block.
inline constexpr std::size_t kKvSlabBytes = std::size_t{8} << 20U;

/// Zeroed anonymous memory for many blocks that are filled at once, in huge pages where the system
/// has them: that takes a page fault per 2 MiB instead of per 4 KiB, which took nearly half of the
/// time of a restore. At least `bytes` long; null if there is not enough memory. Freed as a whole
/// with the last copy of the pointer. Thread-safe. Source: madvise(2), MADV_HUGEPAGE.
[[nodiscard]] std::shared_ptr<std::byte[]> allocate_kv_slab(std::size_t bytes);

} // namespace sotto::inference
