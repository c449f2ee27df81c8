#include "inference/linear/fused_matrix.h"

#include "inference/xnnpack/padding.h"

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

Result<FusedMatrix> FusedMatrix::read(WeightSource& weights, std::span<const NamedMatrix> matrices,
                                      std::size_t cols) {
    std::size_t total_rows = 0;
    for (const auto& one : matrices) {
        total_rows += one.rows;
    }
    FusedMatrix fused(total_rows, cols);
    for (const auto& one : matrices) {
        auto matrix = weights.matrix(one.name, one.rows, cols);
        if (!matrix) {
            return std::unexpected(matrix.error());
        }
        if (matrices.size() == 1) {
            fused.only_ = *std::move(matrix);
        } else if (auto status = fused.add(*matrix); !status) {
            return std::unexpected(status.error());
        }
    }
    return fused;
}

Status FusedMatrix::add(const WeightMatrix& matrix) {
    if (dtype_ && *dtype_ != dtype_of(matrix)) {
        return fail(ErrorCode::unsupported, "matrices of one layer are stored in different dtypes");
    }
    dtype_ = dtype_of(matrix);
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
                          },
                          [&](const BlockMatrix& one) {
                              for (const BlockRows& part : one.parts) {
                                  parts_.push_back({part.rows,
                                                    part.type,
                                                    {part.blocks.begin(), part.blocks.end()}});
                              }
                          }},
               matrix);
    return {};
}

WeightMatrix FusedMatrix::matrix() const {
    if (only_) {
        return *only_;
    }
    const auto padded_cols = padded_width(cols_);
    switch (dtype_.value_or(MatrixDtype::f32)) {
    case MatrixDtype::int8:
        return Int8Matrix{total_rows_, cols_, bytes_, floats_};
    case MatrixDtype::int4:
        return Int4Matrix{total_rows_, cols_, padded_cols, nibbles_, block_scales_};
    case MatrixDtype::int4_channel:
        return Int4ChannelMatrix{total_rows_, cols_, padded_cols, nibbles_, floats_};
    case MatrixDtype::blocks: {
        BlockMatrix blocks{total_rows_, cols_, {}};
        for (const Part& part : parts_) {
            blocks.parts.push_back({part.rows, part.type, part.blocks});
        }
        return blocks;
    }
    case MatrixDtype::f32:
        break;
    }
    return F32Matrix{total_rows_, cols_, floats_};
}

} // namespace sotto::inference
