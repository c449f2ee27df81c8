#pragma once

#include "inference/linear/int4_kernel_selection.h"
#include "inference/packed/packed_folder.h"
#include "inference/transformer/memory_budget.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>

namespace sotto::inference {

/// How a model is loaded.
struct LoadOptions {
    std::stop_token stop; ///< stops loading between two layers
    std::function<void(std::size_t done_layers, std::size_t layers)> on_layer = nullptr;
    PackedLocation packed = {}; ///< where packed weights are stored; nowhere = packed in memory
    std::optional<MemoryState> memory = read_memory_state(); ///< available memory
    std::optional<Int4Kernels> int4 = std::nullopt; ///< int4 kernels; nothing = the fastest
};

} // namespace sotto::inference
