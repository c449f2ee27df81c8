#include "inference/linear/fully_connected.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

constexpr std::size_t kOutputs = 77; // no multiple of a kernel's panel
constexpr std::size_t kInputs = 100; // nor of a block
constexpr std::size_t kPadded = 128;
constexpr std::size_t kTokens = 40; // leaves partial tiles for kernels of up to 16 tokens

struct Kind {
    MatrixDtype dtype;
    ActivationLayout layout;
};

// Every weight dtype, with both activation layouts if the CPU has kernels for them.
std::vector<Kind> kinds() {
    std::vector<Kind> all;
    for (const auto dtype :
         {MatrixDtype::f32, MatrixDtype::int8, MatrixDtype::int4, MatrixDtype::int4_channel}) {
        all.push_back({dtype, ActivationLayout::qd8});
    }
    if (Qp8Activations::are_supported()) {
        all.push_back({MatrixDtype::int4, ActivationLayout::qp8});
        all.push_back({MatrixDtype::int4_channel, ActivationLayout::qp8});
    }
    return all;
}

// Random weights in every dtype; the padding columns are zeros.
class Numbers {
public:
    Numbers() {
        std::uint64_t seed = 17;
        for (std::size_t i = 0; i < kOutputs * kInputs; ++i) {
            floats_.push_back(static_cast<float>(2 * random_unit(seed) - 1));
            bytes_.push_back(static_cast<std::int8_t>(255 * random_unit(seed) - 127));
        }
        nibbles_.assign(kOutputs * kPadded / 2, 0x88);
        for (std::size_t i = 0; i < kOutputs * kInputs; ++i) {
            const auto at = i / kInputs * kPadded + i % kInputs;
            const auto shift = at % 2 * 4;
            const auto nibble = static_cast<unsigned>(16 * random_unit(seed));
            nibbles_[at / 2] = static_cast<std::uint8_t>((nibbles_[at / 2] & ~(0xFU << shift)) |
                                                         (nibble << shift));
        }
        for (std::size_t i = 0; i < kOutputs; ++i) {
            scales_.push_back(static_cast<float>(0.01 + 0.1 * random_unit(seed)));
        }
        for (std::size_t i = 0; i < kOutputs * kPadded / kInt4BlockSize; ++i) {
            block_scales_.push_back(static_cast<std::uint16_t>(0x3D00 + 100 * random_unit(seed)));
        }
    }

    [[nodiscard]] WeightMatrix matrix(MatrixDtype dtype) const {
        switch (dtype) {
        case MatrixDtype::f32:
            return F32Matrix{kOutputs, kInputs, floats_};
        case MatrixDtype::int8:
            return Int8Matrix{kOutputs, kInputs, bytes_, scales_};
        case MatrixDtype::int4:
            return Int4Matrix{kOutputs, kInputs, kPadded, nibbles_, block_scales_};
        case MatrixDtype::int4_channel:
        case MatrixDtype::blocks:
            break;
        }
        return Int4ChannelMatrix{kOutputs, kInputs, kPadded, nibbles_, scales_};
    }

private:
    std::vector<float> floats_;
    std::vector<std::int8_t> bytes_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<float> scales_;
    std::vector<std::uint16_t> block_scales_;
};

std::vector<float> padded_input() {
    std::uint64_t seed = 23;
    std::vector<float> input(kTokens * kPadded + kOverreadBytes / sizeof(float));
    for (std::size_t i = 0; i < kTokens * kInputs; ++i) {
        input[i / kInputs * kPadded + i % kInputs] = static_cast<float>(2 * random_unit(seed) - 1);
    }
    return input;
}

std::vector<float> run(FullyConnected& op, const std::vector<float>& input, std::size_t n_tokens) {
    auto pool = ThreadPool::create(2);
    REQUIRE(pool);
    std::vector<float> output(n_tokens * kOutputs);
    const auto run_quantized = [&](auto quantized) {
        REQUIRE(quantized);
        REQUIRE(quantized->quantize(input.data(), n_tokens, op.quantized_width(), kPadded, **pool));
        REQUIRE(op.run(*quantized, n_tokens, output.data(), **pool));
    };
    if (op.quantized_width() == 0) {
        REQUIRE(op.run(input.data(), n_tokens, output.data(), **pool));
    } else if (op.activation_layout() == ActivationLayout::qp8) {
        run_quantized(Qp8Activations::create(n_tokens, kPadded));
    } else {
        run_quantized(Qd8Activations::create(n_tokens, kPadded));
    }
    return output;
}

std::vector<float> reference(const WeightMatrix& matrix, const std::vector<float>& input,
                             std::size_t n_tokens) {
    std::vector<float> output;
    std::vector<float> weights(kInputs);
    for (std::size_t token = 0; token < n_tokens; ++token) {
        for (std::size_t n = 0; n < kOutputs; ++n) {
            dequantize_row(matrix, n, weights);
            double sum = 0;
            for (std::size_t i = 0; i < kInputs; ++i) {
                sum += static_cast<double>(weights[i]) * input[token * kPadded + i];
            }
            output.push_back(static_cast<float>(sum));
        }
    }
    return output;
}

std::vector<float> output_of(const std::vector<float>& outputs, std::size_t token) {
    const auto begin = outputs.begin() + static_cast<std::ptrdiff_t>(token * kOutputs);
    return {begin, begin + static_cast<std::ptrdiff_t>(kOutputs)};
}

} // namespace

TEST_CASE("matrices of every dtype match their dequantized product") {
    const Numbers numbers;
    const auto input = padded_input();
    for (const auto [dtype, layout] : kinds()) {
        auto op = FullyConnected::create(numbers.matrix(dtype), layout);
        REQUIRE(op);
        const auto expected = reference(numbers.matrix(dtype), input, kTokens);
        for (std::size_t n_tokens = 1; n_tokens <= kTokens; ++n_tokens) {
            const auto made = run(*op, input, n_tokens);
            for (std::size_t token = 0; token < n_tokens; ++token) {
                CAPTURE(static_cast<int>(dtype), static_cast<int>(layout), n_tokens, token);
                CHECK(relative_noise(output_of(expected, token), output_of(made, token)) <
                      (dtype == MatrixDtype::f32 ? 1e-6 : 0.02));
            }
        }
    }
}

TEST_CASE("a packed matrix gives the same bits in memory of its own and in place") {
    const Numbers numbers;
    const auto input = padded_input();
    std::vector<std::uint16_t> ones;
    for (const auto [dtype, layout] : kinds()) {
        CAPTURE(static_cast<int>(dtype), static_cast<int>(layout));
        const auto matrix = numbers.matrix(dtype);
        auto in_memory = FullyConnected::create(matrix, layout);
        PackBuffer buffer;
        REQUIRE(FullyConnected::pack(matrix, buffer, layout));
        auto opened =
            FullyConnected::open({dtype, kOutputs, kInputs, buffer.bytes(), layout}, ones);
        REQUIRE(in_memory);
        REQUIRE(opened);
        auto moved = *std::move(opened);
        for (const std::size_t n_tokens : {kTokens, std::size_t{1}}) {
            CHECK(run(*in_memory, input, n_tokens) == run(moved, input, n_tokens));
        }
    }
}

TEST_CASE("a packed matrix with too few bytes is refused") {
    const Numbers numbers;
    std::vector<std::uint16_t> ones;
    for (const auto [dtype, layout] : kinds()) {
        PackBuffer buffer;
        REQUIRE(FullyConnected::pack(numbers.matrix(dtype), buffer, layout));
        const auto half = buffer.bytes().first(buffer.bytes().size() / 2);
        const auto opened = FullyConnected::open({dtype, kOutputs, kInputs, half, layout}, ones);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == ErrorCode::corrupt_data);
    }
}

TEST_CASE("each dtype and activation layout has its own reproducible fingerprint") {
    std::set<std::uint64_t> layouts;
    for (const auto [dtype, layout] : kinds()) {
        const auto fingerprint = FullyConnected::layout_fingerprint(dtype, layout);
        REQUIRE(fingerprint);
        CHECK(*fingerprint == FullyConnected::layout_fingerprint(dtype, layout).value());
        layouts.insert(*fingerprint);
    }
    CHECK(layouts.size() == kinds().size());
}

TEST_CASE("qp8 input is refused without kernels for it, and for other dtypes") {
    const Numbers numbers;
    const bool is_supported = Qp8Activations::are_supported();
    for (const auto dtype :
         {MatrixDtype::f32, MatrixDtype::int8, MatrixDtype::int4, MatrixDtype::int4_channel}) {
        CAPTURE(static_cast<int>(dtype));
        const bool is_int4 = dtype == MatrixDtype::int4 || dtype == MatrixDtype::int4_channel;
        const auto made = FullyConnected::create(numbers.matrix(dtype), ActivationLayout::qp8);
        REQUIRE(made.has_value() == (is_int4 && is_supported));
        CHECK((made || made.error().code == ErrorCode::unsupported));
    }
    const auto activations = Qp8Activations::create(kTokens, kPadded);
    REQUIRE(activations.has_value() == is_supported);
    CHECK((activations || activations.error().code == ErrorCode::unsupported));
}

TEST_CASE("channel scales that are not positive numbers are refused") {
    const std::vector<std::uint8_t> nibbles(64, 0x88);
    for (const float scale : {0.0F, -1.0F, std::numeric_limits<float>::infinity()}) {
        const std::vector<float> scales{1.0F, scale};
        const auto made = FullyConnected::create(Int4ChannelMatrix{2, 40, 64, nibbles, scales});
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::corrupt_data);
    }
}
