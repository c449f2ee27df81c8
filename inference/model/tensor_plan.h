#pragma once

#include "inference/model/model_config.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sotto::inference {

/// A tensor that a model of some configuration must have, under its canonical name (see
/// tensor_names.h).
struct PlannedTensor {
    enum class Kind { matrix, vector };
    std::string name;
    Kind kind = Kind::matrix;
    std::size_t rows = 0; ///< of a vector: 1
    std::size_t cols = 0; ///< of a vector: its size
    /// What shares a scale when the matrix is stored as int4.
    enum class Int4Scales { by_block, by_row } int4_scales = Int4Scales::by_block;

    /// As a checkpoint writes it: [rows, cols], or [cols] for a vector.
    [[nodiscard]] std::vector<std::size_t> shape() const;
};

/// Exactly the tensors that a model of this configuration has.
[[nodiscard]] std::vector<PlannedTensor> planned_tensors(const ModelConfig& config);

} // namespace sotto::inference
