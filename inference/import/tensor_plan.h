#pragma once

#include "inference/model/model_config.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A tensor that a model of some configuration must have, under its canonical name (see
/// WeightSource).
struct PlannedTensor {
    enum class Kind { matrix, vector };
    std::string name;
    Kind kind = Kind::matrix;
    std::size_t rows = 0; ///< of a vector: 1
    std::size_t cols = 0; ///< of a vector: its size

    /// As a checkpoint writes it: [rows, cols], or [cols] for a vector.
    [[nodiscard]] std::vector<std::size_t> shape() const;
};

/// Exactly the tensors a model of this configuration has.
[[nodiscard]] std::vector<PlannedTensor> planned_tensors(const ModelConfig& config);

/// The canonical spelling of a checkpoint's tensor name: without the outer prefix
/// `language_model.`, and with `mlp` for `feed_forward`.
[[nodiscard]] std::string canonical_name(std::string_view name);

/// Whether a checkpoint may hold a tensor of this canonical name besides the planned ones: ranges
/// learned in quantization-aware training and rotary tables, which the model is complete without.
[[nodiscard]] bool is_ignorable(std::string_view canonical_name);

} // namespace sotto::inference
