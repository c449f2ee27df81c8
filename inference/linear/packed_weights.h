#pragma once

#include "core/error.h"
#include "inference/linear/linear.h"
#include "inference/model/weights.h"
#include "inference/packed/packed_file.h"
#include "inference/packed/packed_folder.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace sotto::inference {

/// The packed weights of a model, and where they came from.
struct PackedWeights {
    std::shared_ptr<const PackedFile> file; ///< null = packed in memory
    PackedOrigin origin = PackedOrigin::memory;
    std::string why_in_memory; ///< a sentence; empty if no file was asked for
};

/// Progress and cancellation of packing, which can end between two matrices.
struct PackingOptions {
    std::stop_token stop;
    std::function<void(std::size_t done)> on_packed; ///< packed matrices so far
    std::optional<Int4Kernels> int4 = std::nullopt;  ///< as for KernelLayouts
};

/// Opens the packed weights of these layers at `place`. Writes the file if there is none, or if it
/// is for other weights, another CPU or version. Falls back to packing in memory if the file cannot
/// be written. `expected_bytes`: estimated size of the file. Errors: those of the source;
/// cancelled, corrupt_data, unsupported, out_of_memory.
[[nodiscard]] Result<PackedWeights> open_packed_weights(std::span<const LinearPlan> plans,
                                                        WeightSource& weights,
                                                        const PackedLocation& place,
                                                        std::uint64_t expected_bytes,
                                                        const PackingOptions& options);

} // namespace sotto::inference
