#include "inference/engine/linear.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace sotto::inference {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

std::size_t rows_of(const WeightMatrix& matrix) {
    return std::visit([](const auto& one) { return one.rows; }, matrix);
}

template <class T>
void append(std::vector<T>& to, std::span<const T> from) {
    to.insert(to.end(), from.begin(), from.end());
}

// Several matrices of one form, one above the other. Copies, because a source's spans last until
// its next matrix.
class StackedMatrix {
public:
    StackedMatrix(std::size_t total_rows, std::size_t cols)
        : total_rows_(total_rows), cols_(cols) {}

    Status add(const WeightMatrix& matrix) {
        if (form_ && *form_ != matrix.index()) {
            return fail(ErrorCode::unsupported,
                        "matrices of one layer are stored in different forms");
        }
        form_ = matrix.index();
        std::visit(Overloaded{[&](const F32Matrix& one) {
                                  floats_.reserve(total_rows_ * one.cols);
                                  append(floats_, one.values);
                              },
                              [&](const Int8Matrix& one) {
                                  bytes_.reserve(total_rows_ * one.cols);
                                  append(bytes_, one.values);
                                  append(floats_, one.scales);
                              },
                              [&](const Int4Matrix& one) {
                                  nibbles_.reserve(total_rows_ * one.padded_cols / 2);
                                  append(nibbles_, one.nibbles);
                                  append(scales_, one.scales);
                              }},
                   matrix);
        return {};
    }

    [[nodiscard]] WeightMatrix matrix() const {
        if (!nibbles_.empty()) {
            return Int4Matrix{total_rows_, cols_, padded_width(cols_), nibbles_, scales_};
        }
        if (!bytes_.empty()) {
            return Int8Matrix{total_rows_, cols_, bytes_, floats_};
        }
        return F32Matrix{total_rows_, cols_, floats_};
    }

private:
    std::size_t total_rows_;
    std::size_t cols_;
    std::optional<std::size_t> form_;
    std::vector<float> floats_;
    std::vector<std::int8_t> bytes_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> scales_;
};

// What a source promises, checked where a broken promise would be read out of bounds.
bool has_consistent_sizes(const WeightMatrix& matrix) {
    return std::visit(
        Overloaded{[](const F32Matrix& one) { return one.values.size() == one.rows * one.cols; },
                   [](const Int8Matrix& one) {
                       return one.values.size() == one.rows * one.cols &&
                              one.scales.size() == one.rows;
                   },
                   [](const Int4Matrix& one) {
                       return one.padded_cols == padded_width(one.cols) &&
                              one.nibbles.size() == one.rows * one.padded_cols / 2 &&
                              one.scales.size() == one.rows * one.padded_cols / kInt4GroupSize;
                   }},
        matrix);
}

float from_bfloat16(std::uint16_t value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U);
}

} // namespace

Result<Linear> Linear::create(WeightSource& weights, std::span<const NamedRows> matrices,
                              std::size_t cols) {
    if (matrices.size() == 1) {
        const auto matrix = weights.matrix(matrices[0].name, matrices[0].rows, cols);
        if (!matrix) {
            return std::unexpected(matrix.error());
        }
        return create(*matrix);
    }
    std::size_t total_rows = 0;
    for (const auto& one : matrices) {
        total_rows += one.rows;
    }
    StackedMatrix stacked(total_rows, cols);
    for (const auto& one : matrices) {
        const auto matrix = weights.matrix(one.name, one.rows, cols);
        if (!matrix) {
            return std::unexpected(matrix.error());
        }
        if (auto status = stacked.add(*matrix); !status) {
            return std::unexpected(status.error());
        }
    }
    return create(stacked.matrix());
}

Result<Linear> Linear::create(const WeightMatrix& matrix) {
    if (!has_consistent_sizes(matrix)) {
        return fail(ErrorCode::corrupt_data, "a matrix of the model has another size than stated");
    }
    auto op = std::visit([](const auto& one) { return FullyConnected::create(one); }, matrix);
    if (!op) {
        return std::unexpected(op.error());
    }
    const auto cols = std::visit([](const auto& one) { return one.cols; }, matrix);
    const auto quantized_width =
        std::visit(Overloaded{[](const F32Matrix&) { return std::size_t{0}; },
                              [](const Int8Matrix& one) { return one.cols; },
                              [](const Int4Matrix& one) { return one.padded_cols; }},
                   matrix);
    return Linear(std::move(*op), cols, rows_of(matrix), quantized_width);
}

Status Linear::apply(const float* input, std::size_t rows, float* output, QuantizedRows& scratch,
                     ThreadPool& pool) {
    if (quantized_width_ == 0) {
        return operator_.run(input, rows, output, pool);
    }
    const auto stride = padded_width(inputs_);
    if (auto status = scratch.quantize(input, rows, quantized_width_, stride, pool); !status) {
        return status;
    }
    return operator_.run(scratch, rows, output, pool);
}

EmbeddingTable EmbeddingTable::create(const WeightMatrix& matrix, SpanLifetime lifetime) {
    EmbeddingTable table(matrix);
    if (lifetime == SpanLifetime::as_long_as_source) {
        return table;
    }
    // The vectors keep their memory when the table is moved, so that the spans stay valid.
    std::visit(Overloaded{[&](F32Matrix& one) {
                              append(table.floats_, one.values);
                              one.values = table.floats_;
                          },
                          [&](Int8Matrix& one) {
                              append(table.bytes_, one.values);
                              append(table.floats_, one.scales);
                              one.values = table.bytes_;
                              one.scales = table.floats_;
                          },
                          [&](Int4Matrix& one) {
                              append(table.nibbles_, one.nibbles);
                              append(table.scales_, one.scales);
                              one.nibbles = table.nibbles_;
                              one.scales = table.scales_;
                          }},
               table.matrix_);
    return table;
}

void EmbeddingTable::read(TokenId token, std::span<float> row) const {
    const auto index = static_cast<std::size_t>(token);
    std::visit(Overloaded{[&](const F32Matrix& one) {
                              const auto values = one.values.subspan(index * one.cols, one.cols);
                              std::ranges::copy(values, row.begin());
                          },
                          [&](const Int8Matrix& one) {
                              const auto values = one.values.subspan(index * one.cols, one.cols);
                              for (std::size_t i = 0; i < one.cols; ++i) {
                                  row[i] = static_cast<float>(values[i]) * one.scales[index];
                              }
                          },
                          [&](const Int4Matrix& one) {
                              const auto nibbles = one.nibbles.subspan(index * one.padded_cols / 2,
                                                                       one.padded_cols / 2);
                              const auto groups = one.padded_cols / kInt4GroupSize;
                              const auto scales = one.scales.subspan(index * groups, groups);
                              for (std::size_t i = 0; i < one.cols; ++i) {
                                  const int nibble = (nibbles[i / 2] >> (i % 2 * 4)) & 0xF;
                                  row[i] = static_cast<float>(nibble - 8) *
                                           from_bfloat16(scales[i / kInt4GroupSize]);
                              }
                          }},
               matrix_);
}

} // namespace sotto::inference
