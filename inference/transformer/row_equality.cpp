#include "inference/transformer/row_equality.h"

#include "inference/attention/attention.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sotto::inference {

Result<bool> gives_equal_rows(Linear& linear, LinearScratch& scratch, ThreadPool& pool) {
    constexpr auto kRows = kMaxVerifiedRows;
    const auto stride = padded_width(linear.inputs());
    std::vector<float> input(kRows * stride + kOverreadBytes / sizeof(float));
    for (std::size_t row = 0; row < kRows; ++row) {
        for (std::size_t i = 0; i < linear.inputs(); ++i) {
            // No two rows alike, signs and sizes mixed.
            input[row * stride + i] = std::sin(static_cast<float>((row + 3) * (i + 1)));
        }
    }
    std::vector<float> together(kRows * linear.outputs());
    if (auto status = linear.apply(input.data(), kRows, together.data(), scratch, pool); !status) {
        return std::unexpected(status.error());
    }
    std::vector<float> alone(linear.outputs());
    for (const std::size_t row : {std::size_t{0}, kRows / 2, kRows - 1}) {
        const auto status =
            linear.apply(input.data() + row * stride, 1, alone.data(), scratch, pool);
        if (!status) {
            return std::unexpected(status.error());
        }
        const auto* const among = together.data() + row * linear.outputs();
        if (!std::equal(alone.begin(), alone.end(), among)) {
            return false;
        }
    }
    return true;
}

} // namespace sotto::inference
