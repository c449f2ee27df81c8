#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/engine/xnn.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace sotto::inference {

/// One matrix of a checkpoint by name, with its number of rows.
struct NamedRows {
    std::string name;
    std::size_t rows;
};

/// A linear layer, y = W x, of which W may be several matrices of the checkpoint one above the
/// other (q, k and v; gate and up), so that they are computed by one operator. Runs on: the
/// inference thread.
class Linear {
public:
    /// Reads and packs the matrices, each `cols` wide; nothing of the source is kept, and no more
    /// than one set of unpacked matrices is in memory. Errors: of the source; unsupported (matrices
    /// of different forms), corrupt_data, out_of_memory.
    [[nodiscard]] static Result<Linear>
    create(WeightSource& weights, std::span<const NamedRows> matrices, std::size_t cols);
    /// The same of a matrix in memory.
    [[nodiscard]] static Result<Linear> create(const WeightMatrix& matrix);

    [[nodiscard]] std::size_t inputs() const { return inputs_; }
    [[nodiscard]] std::size_t outputs() const { return outputs_; }

    /// Shape of `input`: [rows, padded_width(inputs)], zeros in the padding; of `output`:
    /// [rows, outputs]. `scratch` holds the quantized input of int4 and int8 layers.
    Status apply(const float* input, std::size_t rows, float* output, QuantizedRows& scratch,
                 ThreadPool& pool);

private:
    Linear(FullyConnected op, std::size_t inputs, std::size_t outputs, std::size_t quantized_width)
        : operator_(std::move(op)), inputs_(inputs), outputs_(outputs),
          quantized_width_(quantized_width) {}

    FullyConnected operator_;
    std::size_t inputs_;
    std::size_t outputs_;
    std::size_t quantized_width_; // 0 = takes f32
};

/// Rows of the embedding matrix by token, in the form they are stored in. Immutable, movable.
class EmbeddingTable {
public:
    /// Keeps the spans of `matrix` when they live as long as their source, else copies them.
    [[nodiscard]] static EmbeddingTable create(const WeightMatrix& matrix, SpanLifetime lifetime);

    EmbeddingTable(EmbeddingTable&&) noexcept = default; // the spans may refer to the vectors
    EmbeddingTable& operator=(EmbeddingTable&&) noexcept = default;

    /// Writes the embedding of `token` (below the number of rows). Shape of `row`: [cols].
    void read(TokenId token, std::span<float> row) const;

private:
    explicit EmbeddingTable(const WeightMatrix& matrix) : matrix_(matrix) {}

    WeightMatrix matrix_;
    // What the matrix's spans refer to when it was copied.
    std::vector<float> floats_;
    std::vector<std::int8_t> bytes_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> scales_;
};

} // namespace sotto::inference
