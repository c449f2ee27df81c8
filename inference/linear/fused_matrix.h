#pragma once

#include "core/error.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sotto::inference {

/// A matrix of the checkpoint by name, with its number of output rows.
struct NamedMatrix {
    std::string name;
    std::size_t rows;
};

/// Several matrices of one dtype and width, concatenated along the output rows. Those in blocks may
/// have different types.
class FusedMatrix {
public:
    /// A single matrix is not copied: its spans are those of the source. Errors: those of the
    /// source; unsupported (different dtypes).
    [[nodiscard]] static Result<FusedMatrix>
    read(WeightSource& weights, std::span<const NamedMatrix> matrices, std::size_t cols);

    /// The spans are valid as long as this object and those of the source.
    [[nodiscard]] WeightMatrix matrix() const;

private:
    FusedMatrix(std::size_t total_rows, std::size_t cols) : total_rows_(total_rows), cols_(cols) {}
    Status add(const WeightMatrix& matrix);

    std::optional<WeightMatrix> only_; // owned by the source
    std::size_t total_rows_;
    std::size_t cols_;
    std::optional<MatrixDtype> dtype_;
    std::vector<float> floats_; // values, or the scales of the output rows
    std::vector<std::int8_t> bytes_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> block_scales_;
    struct Part {
        std::size_t rows;
        CheckpointDtype type;
        std::vector<std::byte> blocks;
    };
    std::vector<Part> parts_;
};

} // namespace sotto::inference
