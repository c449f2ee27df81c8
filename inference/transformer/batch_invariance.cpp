#include "inference/transformer/batch_invariance.h"

#include "inference/attention/attention.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sotto::inference {

Result<bool> is_batch_invariant(Linear& linear, LinearScratch& scratch, ThreadPool& pool) {
    constexpr auto kTokens = kMaxVerifiedTokens;
    const auto stride = padded_width(linear.inputs());
    std::vector<float> input(kTokens * stride + kOverreadBytes / sizeof(float));
    for (std::size_t token = 0; token < kTokens; ++token) {
        for (std::size_t i = 0; i < linear.inputs(); ++i) {
            // All tokens differ, with mixed signs and magnitudes.
            input[token * stride + i] = std::sin(static_cast<float>((token + 3) * (i + 1)));
        }
    }
    std::vector<float> together(kTokens * linear.outputs());
    if (auto status = linear.apply(input.data(), kTokens, together.data(), scratch, pool);
        !status) {
        return std::unexpected(status.error());
    }
    std::vector<float> alone(linear.outputs());
    for (const std::size_t token : {std::size_t{0}, kTokens / 2, kTokens - 1}) {
        const auto status =
            linear.apply(input.data() + token * stride, 1, alone.data(), scratch, pool);
        if (!status) {
            return std::unexpected(status.error());
        }
        const auto* const among = together.data() + token * linear.outputs();
        if (!std::equal(alone.begin(), alone.end(), among)) {
            return false;
        }
    }
    return true;
}

} // namespace sotto::inference
