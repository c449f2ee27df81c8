#pragma once

#include <cstdint>

namespace sotto::app {

/// Where a run keeps conversations, documents, keys and values, and packed weights.
enum class StoragePolicy : std::uint8_t {
    on_disk,
    in_memory, ///< gone when the program ends; no file is made or changed
};

} // namespace sotto::app
