#include "inference/linear/linear.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

constexpr std::size_t kTokens = 5;
constexpr std::size_t kOutputs = 5;
constexpr std::string_view kDown = "model.layers.0.mlp.down_proj.weight";

// kTokens tokens of `width` random values, padded_width() apart.
std::vector<float> padded_tokens(std::size_t width) {
    std::uint64_t seed = 11;
    std::vector<float> rows(kTokens * padded_width(width) + kOverreadBytes / sizeof(float));
    for (std::size_t row = 0; row < kTokens; ++row) {
        for (std::size_t i = 0; i < width; ++i) {
            rows[row * padded_width(width) + i] = static_cast<float>(2 * random_unit(seed) - 1);
        }
    }
    return rows;
}

std::vector<float> product(const std::vector<float>& matrix, const std::vector<float>& input,
                           std::size_t width) {
    std::vector<float> out;
    for (std::size_t row = 0; row < kTokens; ++row) {
        for (std::size_t n = 0; n < matrix.size() / width; ++n) {
            double sum = 0;
            for (std::size_t i = 0; i < width; ++i) {
                sum += static_cast<double>(matrix[n * width + i]) *
                       input[row * padded_width(width) + i];
            }
            out.push_back(static_cast<float>(sum));
        }
    }
    return out;
}

std::vector<float> apply(Linear& linear, const std::vector<float>& input) {
    auto pool = ThreadPool::create(2);
    auto scratch = LinearScratch::create(kTokens, padded_width(linear.inputs()));
    REQUIRE(pool);
    REQUIRE(scratch);
    std::vector<float> out(kTokens * linear.outputs());
    REQUIRE(linear.apply(input.data(), kTokens, out.data(), *scratch, **pool));
    return out;
}

} // namespace

TEST_CASE(
    "a linear layer works in every dtype, also if its width is no multiple of the block size") {
    const auto config = tiny_llama(); // down_proj: 172 wide
    const auto input = padded_tokens(config.intermediate_size);
    for (const auto dtype : {WeightDtype::f32, WeightDtype::int8, WeightDtype::int4}) {
        for (const auto int4 : int4_kernels()) {
            CAPTURE(static_cast<int>(dtype), static_cast<int>(int4));
            TinyModel model(config, dtype, 5);
            auto linear = Linear::create(*model.matrix(kDown, 48, 172), int4);
            REQUIRE(linear);
            CHECK(linear->inputs() == 172);
            CHECK(linear->outputs() == 48);
            const auto expected = product(model.values(std::string(kDown)), input, 172);
            CHECK(relative_noise(expected, apply(*linear, input)) <
                  (dtype == WeightDtype::f32 ? 1e-6 : 0.01));
        }
    }
}

TEST_CASE("a matrix that XNNPACK would misalign is multiplied by our own int4 kernels") {
    PackBuffer buffer;
    for (const std::size_t width : {96, 128}) { // three blocks, and four
        CAPTURE(width);
        const std::vector<std::uint8_t> nibbles(kOutputs * width / 2, 0x77);
        const std::vector<std::uint16_t> scales(kOutputs * width / kInt4BlockSize, 0x3F80);
        const Int4Matrix matrix{kOutputs, width, width, nibbles, scales};
        const auto own = KernelLayouts(Int4Kernels::own).pack(matrix, buffer);
        const auto xnnpack = KernelLayouts(Int4Kernels::xnnpack).pack(matrix, buffer);
        REQUIRE(own);
        REQUIRE(xnnpack);
        CHECK((*own == *xnnpack) == (width == 96));
    }
}

TEST_CASE("a fused matrix gives the outputs of each of its matrices in order") {
    const auto config = tiny_llama();
    const auto input = padded_tokens(config.hidden_size);
    const LinearPlan plan{"q and k",
                          {{"model.layers.0.self_attn.q_proj.weight", 48},
                           {"model.layers.0.self_attn.k_proj.weight", 16}},
                          config.hidden_size};
    for (const auto dtype : {WeightDtype::f32, WeightDtype::int8, WeightDtype::int4}) {
        TinyModel model(config, dtype, 5);
        auto linear = LinearLoader(model, nullptr, {}).load(plan);
        REQUIRE(linear);
        auto both = model.values(plan.matrices[0].name);
        const auto& below = model.values(plan.matrices[1].name);
        both.insert(both.end(), below.begin(), below.end());
        CHECK(relative_noise(product(both, input, config.hidden_size), apply(*linear, input)) <
              0.01);
    }
}

TEST_CASE("a matrix that is smaller than stated, or has a NaN scale, is refused") {
    const std::vector<float> values(10);
    const auto small = Linear::create(F32Matrix{4, 3, values}, Int4Kernels::xnnpack);
    REQUIRE_FALSE(small);
    CHECK(small.error().code == ErrorCode::corrupt_data);

    const std::vector<std::uint8_t> nibbles(32);
    const std::vector<std::uint16_t> block_scales(2, 0x3F80);
    for (const auto int4 : int4_kernels()) {
        const auto smaller = Linear::create(Int4Matrix{3, 32, 32, nibbles, block_scales}, int4);
        REQUIRE_FALSE(smaller);
        CHECK(smaller.error().code == ErrorCode::corrupt_data);
    }

    const std::vector<std::int8_t> bytes(64);
    const std::vector<float> scales{1.0F, std::numeric_limits<float>::quiet_NaN()};
    const auto unscaled = Linear::create(Int8Matrix{2, 32, bytes, scales}, Int4Kernels::xnnpack);
    REQUIRE_FALSE(unscaled);
    CHECK(unscaled.error().code == ErrorCode::corrupt_data);
}
