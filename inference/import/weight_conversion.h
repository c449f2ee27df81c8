#pragma once

#include "core/error.h"
#include "core/model_catalog.h"
#include "inference/import/checkpoint.h"
#include "inference/import/output_file.h"
#include "inference/import/weight_layout.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// Reads a checkpoint's weights, quantizes them and writes them into `file` as `layout` says, some
/// rows at a time on a few threads: memory does not grow with the model. `progress` is told the
/// bytes of the checkpoint that are done, on the calling thread. Errors: as
/// Checkpoint::read_rows and OutputFile::write_at, and cancelled (within 200 ms).
[[nodiscard]] Status convert_weights(const Checkpoint& source, const WeightLayout& layout,
                                     WeightForm form, const OutputFile& file,
                                     const std::stop_token& stop,
                                     const std::function<void(std::uint64_t done)>& progress);

/// Bytes of all of a checkpoint's weights: what progress counts to.
[[nodiscard]] std::uint64_t checkpoint_bytes(const Checkpoint& source);

} // namespace sotto::inference
