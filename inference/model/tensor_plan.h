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
    /// What shares a scale when the matrix is stored as int4.
    enum class Int4Scales { by_group, by_row } int4_scales = Int4Scales::by_group;

    /// As a checkpoint writes it: [rows, cols], or [cols] for a vector.
    [[nodiscard]] std::vector<std::size_t> shape() const;
};

/// Exactly the tensors a model of this configuration has.
[[nodiscard]] std::vector<PlannedTensor> planned_tensors(const ModelConfig& config);

/// The canonical spelling of a checkpoint's tensor name: without the outer prefix
/// `language_model.`, and with `mlp` for `feed_forward`.
[[nodiscard]] std::string canonical_name(std::string_view name);

/// The name under which training with quantization stores what it learned to be the scales of a
/// matrix. Source: models.md 2.4.
[[nodiscard]] std::string learned_scale_name(std::string_view matrix);

/// Whether a checkpoint may hold a tensor of this canonical name besides the planned ones: ranges
/// learned in quantization-aware training and rotary tables, which the model is complete without.
[[nodiscard]] bool is_ignorable(std::string_view canonical_name);

} // namespace sotto::inference
