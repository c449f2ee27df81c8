#include "inference/calibration/sgemm.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/calibration/sgemm.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>
#include <vector>

// Kernels are named in the manner of Highway, whose functions stand beside them.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;

constexpr std::size_t kTileRows = 6;      // of two vectors each, for 16 registers
constexpr std::size_t kDepthAtOnce = 256; // a panel of B stays in the L1 cache

// out[r, :] = Σ_k a[k, r] · b[k, :], two vectors wide. Shape of `a`: [depth, kTileRows], of `b`:
// [depth, 2 lanes], of `out`: [kTileRows, 2 lanes].
HWY_INLINE void MultiplyPanels(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b,
                               std::size_t depth, float* HWY_RESTRICT out) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    auto s00 = hn::Zero(d), s01 = hn::Zero(d), s10 = hn::Zero(d), s11 = hn::Zero(d);
    auto s20 = hn::Zero(d), s21 = hn::Zero(d), s30 = hn::Zero(d), s31 = hn::Zero(d);
    auto s40 = hn::Zero(d), s41 = hn::Zero(d), s50 = hn::Zero(d), s51 = hn::Zero(d);
    for (std::size_t k = 0; k < depth; ++k) {
        const auto b0 = hn::LoadU(d, b);
        const auto b1 = hn::LoadU(d, b + lanes);
        auto one = hn::Set(d, a[0]);
        s00 = hn::MulAdd(one, b0, s00);
        s01 = hn::MulAdd(one, b1, s01);
        one = hn::Set(d, a[1]);
        s10 = hn::MulAdd(one, b0, s10);
        s11 = hn::MulAdd(one, b1, s11);
        one = hn::Set(d, a[2]);
        s20 = hn::MulAdd(one, b0, s20);
        s21 = hn::MulAdd(one, b1, s21);
        one = hn::Set(d, a[3]);
        s30 = hn::MulAdd(one, b0, s30);
        s31 = hn::MulAdd(one, b1, s31);
        one = hn::Set(d, a[4]);
        s40 = hn::MulAdd(one, b0, s40);
        s41 = hn::MulAdd(one, b1, s41);
        one = hn::Set(d, a[5]);
        s50 = hn::MulAdd(one, b0, s50);
        s51 = hn::MulAdd(one, b1, s51);
        a += kTileRows;
        b += 2 * lanes;
    }
    hn::StoreU(s00, d, out);
    hn::StoreU(s01, d, out + lanes);
    hn::StoreU(s10, d, out + 2 * lanes);
    hn::StoreU(s11, d, out + 3 * lanes);
    hn::StoreU(s20, d, out + 4 * lanes);
    hn::StoreU(s21, d, out + 5 * lanes);
    hn::StoreU(s30, d, out + 6 * lanes);
    hn::StoreU(s31, d, out + 7 * lanes);
    hn::StoreU(s40, d, out + 8 * lanes);
    hn::StoreU(s41, d, out + 9 * lanes);
    hn::StoreU(s50, d, out + 10 * lanes);
    hn::StoreU(s51, d, out + 11 * lanes);
}

// Packs rows of a slice of A as panels [depth, kTileRows], padded with zeros.
void PackLeft(const MatrixView& a, std::size_t rows, std::size_t first_k, std::size_t depth,
              float* HWY_RESTRICT out) {
    for (std::size_t row = 0; row < rows; row += kTileRows, out += depth * kTileRows) {
        const float* const from = a.data + row * a.row_stride + first_k * a.col_stride;
        const std::size_t count = std::min(kTileRows, rows - row);
        if (count == kTileRows && a.row_stride == 1) {
            for (std::size_t k = 0; k < depth; ++k) {
                std::memcpy(out + k * kTileRows, from + k * a.col_stride,
                            kTileRows * sizeof(float));
            }
            continue;
        }
        for (std::size_t i = 0; i < kTileRows; ++i) {
            for (std::size_t k = 0; k < depth; ++k) {
                out[k * kTileRows + i] = i < count ? from[i * a.row_stride + k * a.col_stride] : 0;
            }
        }
    }
}

// The same for columns of B: [depth, width].
void PackRight(const MatrixView& b, std::size_t first_k, std::size_t depth, std::size_t first_col,
               std::size_t count, std::size_t width, float* HWY_RESTRICT out) {
    const Floats d;
    const float* const from = b.data + first_k * b.row_stride + first_col * b.col_stride;
    if (b.col_stride == 1 && count == width) {
        for (std::size_t k = 0; k < depth; ++k) {
            for (std::size_t i = 0; i < width; i += hn::Lanes(d)) {
                hn::StoreU(hn::LoadU(d, from + k * b.row_stride + i), d, out + k * width + i);
            }
        }
        return;
    }
    for (std::size_t i = 0; i < width; ++i) {
        for (std::size_t k = 0; k < depth; ++k) {
            out[k * width + i] = i < count ? from[k * b.row_stride + i * b.col_stride] : 0;
        }
    }
}

// to[i] += alpha · from[i].
HWY_INLINE void AddTo(float* HWY_RESTRICT to, float alpha, const float* HWY_RESTRICT from,
                      std::size_t count) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    const auto times = hn::Set(d, alpha);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        hn::StoreU(hn::MulAdd(times, hn::LoadU(d, from + i), hn::LoadU(d, to + i)), d, to + i);
    }
    if (i < count) {
        const auto rest =
            hn::MulAdd(times, hn::LoadU(d, from + i), hn::LoadN(d, to + i, count - i));
        hn::StoreN(rest, d, to + i, count - i);
    }
}

void Sgemm(float alpha, const MatrixView& a, const MatrixView& b, std::size_t rows,
           std::size_t cols, std::size_t depth, float* c, std::size_t c_stride) {
    const std::size_t width = 2 * hn::Lanes(Floats());
    const std::size_t panels = (rows + kTileRows - 1) / kTileRows;
    const std::size_t max_depth = std::min(depth, kDepthAtOnce);
    std::vector<float> left(panels * kTileRows * max_depth);
    std::vector<float> right(width * max_depth);
    std::vector<float> tile(kTileRows * width);
    for (std::size_t k = 0; k < depth; k += kDepthAtOnce) {
        const std::size_t n_k = std::min(kDepthAtOnce, depth - k);
        PackLeft(a, rows, k, n_k, left.data());
        for (std::size_t col = 0; col < cols; col += width) {
            const std::size_t n_cols = std::min(width, cols - col);
            PackRight(b, k, n_k, col, n_cols, width, right.data());
            for (std::size_t row = 0; row < rows; row += kTileRows) {
                MultiplyPanels(left.data() + row * n_k, right.data(), n_k, tile.data());
                const std::size_t n_rows = std::min(kTileRows, rows - row);
                for (std::size_t i = 0; i < n_rows; ++i) {
                    AddTo(c + (row + i) * c_stride + col, alpha, tile.data() + i * width, n_cols);
                }
            }
        }
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(Sgemm);

void sgemm(float alpha, const MatrixView& a, const MatrixView& b, std::size_t rows,
           std::size_t cols, std::size_t depth, float* c, std::size_t c_stride) {
    HWY_DYNAMIC_DISPATCH(Sgemm)(alpha, a, b, rows, cols, depth, c, c_stride);
}

} // namespace sotto::inference
#endif
