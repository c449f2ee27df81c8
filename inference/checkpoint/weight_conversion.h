#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/files/output_file.h"
#include "inference/quantization/quantizer.h"
#include "inference/quantization/weight_layout.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// How the import stores a tensor.
struct TensorTreatment {
    WeightDtype dtype = WeightDtype::f32; ///< of a vector: f32
    Int4ScaleRule rule = Int4ScaleRule::min_mse;
    /// Blocks of a GGUF file: of the checkpoint, or Q8_0 that the weights are rounded to.
    std::optional<CheckpointDtype> blocks = std::nullopt;
    bool is_on_grid = false;       ///< its weights lie on an int4 grid already, which is kept
    bool is_prepared = false;      ///< calibration quantized it and writes it
    std::vector<float> row_scales; ///< int4 with learned scales of rows; empty = of groups
};

/// How the tensors of a checkpoint are stored when its matrices become `form`; reads some rows of
/// each. In the order of Checkpoint::tensors(). Errors: as Checkpoint::read_rows.
[[nodiscard]] Result<std::vector<TensorTreatment>> plan_conversion(const Checkpoint& source,
                                                                   WeightDtype dtype);

/// How the treatments store their tensors.
[[nodiscard]] std::vector<StoredDtype> dtypes_of(std::span<const TensorTreatment> treatments);

/// Reads a checkpoint's weights, quantizes them and writes them into `file` as `layout` says, some
/// rows at a time on a few threads, so that memory does not grow with the model. `progress` gets
/// the finished bytes of the checkpoint, on the calling thread. Errors: as Checkpoint::read_rows
/// and OutputFile::write_at, and cancelled (within 200 ms).
[[nodiscard]] Status convert_weights(const Checkpoint& source, const WeightLayout& layout,
                                     std::span<const TensorTreatment> treatments,
                                     const OutputFile& file, const std::stop_token& stop,
                                     const std::function<void(std::uint64_t done)>& progress);

/// Bytes of all of a checkpoint's weights: the total of the progress.
[[nodiscard]] std::uint64_t checkpoint_bytes(const Checkpoint& source);

} // namespace sotto::inference
