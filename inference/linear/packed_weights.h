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

/// A model's packed weights, and how this start came by them.
struct PackedWeights {
    std::shared_ptr<const PackedFile> file; ///< null in memory
    PackedOrigin origin = PackedOrigin::memory;
    std::string why_in_memory; ///< a sentence; empty when no place for a file was given
};

/// Watches packing and can end it between two matrices.
struct PackingOptions {
    std::stop_token stop;
    std::function<void(std::size_t done)> on_packed; ///< matrices of the plan
    std::optional<Int4Kernels> int4 = std::nullopt;  ///< as KernelLayouts
};

/// The packed weights for these layers from the file at `place`, which is written when it is not
/// there, or not of these weights, this processor and this version. That a file cannot be written
/// is no error. `expected_bytes`: about the size of the file. Errors: of the source; cancelled,
/// corrupt_data, unsupported, out_of_memory.
[[nodiscard]] Result<PackedWeights> open_packed_weights(std::span<const LinearPlan> plans,
                                                        WeightSource& weights,
                                                        const PackedPlace& place,
                                                        std::uint64_t expected_bytes,
                                                        const PackingOptions& options);

} // namespace sotto::inference
