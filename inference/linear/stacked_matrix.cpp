#include "inference/linear/stacked_matrix.h"

#include "inference/xnnpack/xnn.h"

namespace sotto::inference {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

template <class T>
void append(std::vector<T>& to, std::span<const T> from) {
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

Result<StackedMatrix> StackedMatrix::read(WeightSource& weights,
                                          std::span<const NamedRows> matrices, std::size_t cols) {
    std::size_t total_rows = 0;
    for (const auto& one : matrices) {
        total_rows += one.rows;
    }
    StackedMatrix stacked(total_rows, cols);
    for (const auto& one : matrices) {
        auto matrix = weights.matrix(one.name, one.rows, cols);
        if (!matrix) {
            return std::unexpected(matrix.error());
        }
        if (matrices.size() == 1) {
            stacked.only_ = *std::move(matrix);
        } else if (auto status = stacked.add(*matrix); !status) {
            return std::unexpected(status.error());
        }
    }
    return stacked;
}

Status StackedMatrix::add(const WeightMatrix& matrix) {
    if (form_ && *form_ != form_of(matrix)) {
        return fail(ErrorCode::unsupported, "matrices of one layer are stored in different forms");
    }
    form_ = form_of(matrix);
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
                              append(block_scales_, one.scales);
                          },
                          [&](const Int4ChannelMatrix& one) {
                              nibbles_.reserve(total_rows_ * one.padded_cols / 2);
                              append(nibbles_, one.nibbles);
                              append(floats_, one.scales);
                          }},
               matrix);
    return {};
}

WeightMatrix StackedMatrix::matrix() const {
    if (only_) {
        return *only_;
    }
    const auto padded_cols = padded_width(cols_);
    switch (form_.value_or(MatrixDtype::f32)) {
    case MatrixDtype::int8:
        return Int8Matrix{total_rows_, cols_, bytes_, floats_};
    case MatrixDtype::int4:
        return Int4Matrix{total_rows_, cols_, padded_cols, nibbles_, block_scales_};
    case MatrixDtype::int4_channel:
        return Int4ChannelMatrix{total_rows_, cols_, padded_cols, nibbles_, floats_};
    case MatrixDtype::f32:
        break;
    }
    return F32Matrix{total_rows_, cols_, floats_};
}

} // namespace sotto::inference
