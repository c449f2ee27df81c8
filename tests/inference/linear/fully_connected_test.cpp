#include "inference/linear/fully_connected.h"
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

constexpr std::size_t kOutputs = 77; // fills no strip of kernels
constexpr std::size_t kInputs = 100; // nor a group of 32
constexpr std::size_t kPadded = 128;
constexpr std::size_t kRows = 40; // of kernels that take up to 16 at once, any number may be left

struct Kind {
    MatrixDtype dtype;
    ActivationLayout order;
};

// Every dtype of weights, with both orders of rows where the processor has kernels for them.
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

// Random numbers in every dtype; the columns in the padding are zeros.
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
    std::vector<float> input(kRows * kPadded + kOverreadBytes / sizeof(float));
    for (std::size_t i = 0; i < kRows * kInputs; ++i) {
        input[i / kInputs * kPadded + i % kInputs] = static_cast<float>(2 * random_unit(seed) - 1);
    }
    return input;
}

std::vector<float> run(FullyConnected& op, const std::vector<float>& input, std::size_t rows) {
    auto pool = ThreadPool::create(2);
    REQUIRE(pool);
    std::vector<float> output(rows * kOutputs);
    const auto run_quantized = [&](auto quantized) {
        REQUIRE(quantized);
        REQUIRE(quantized->quantize(input.data(), rows, op.quantized_width(), kPadded, **pool));
        REQUIRE(op.run(*quantized, rows, output.data(), **pool));
    };
    if (op.quantized_width() == 0) {
        REQUIRE(op.run(input.data(), rows, output.data(), **pool));
    } else if (op.activation_layout() == ActivationLayout::qp8) {
        run_quantized(Qp8Activations::create(rows, kPadded));
    } else {
        run_quantized(Qd8Activations::create(rows, kPadded));
    }
    return output;
}

std::vector<float> reference(const WeightMatrix& matrix, const std::vector<float>& input,
                             std::size_t rows) {
    std::vector<float> output;
    std::vector<float> weights(kInputs);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t n = 0; n < kOutputs; ++n) {
            dequantize_row(matrix, n, weights);
            double sum = 0;
            for (std::size_t i = 0; i < kInputs; ++i) {
                sum += static_cast<double>(weights[i]) * input[row * kPadded + i];
            }
            output.push_back(static_cast<float>(sum));
        }
    }
    return output;
}

std::vector<float> row_of(const std::vector<float>& rows, std::size_t row) {
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(row * kOutputs);
    return {begin, begin + static_cast<std::ptrdiff_t>(kOutputs)};
}

} // namespace

TEST_CASE("a matrix of every dtype multiplies as its dequantized numbers do") {
    const Numbers numbers;
    const auto input = padded_input();
    for (const auto [dtype, order] : kinds()) {
        auto op = FullyConnected::create(numbers.matrix(dtype), order);
        REQUIRE(op);
        const auto expected = reference(numbers.matrix(dtype), input, kRows);
        for (std::size_t rows = 1; rows <= kRows; ++rows) {
            const auto made = run(*op, input, rows);
            for (std::size_t row = 0; row < rows; ++row) {
                CAPTURE(static_cast<int>(dtype), static_cast<int>(order), rows, row);
                CHECK(relative_noise(row_of(expected, row), row_of(made, row)) <
                      (dtype == MatrixDtype::f32 ? 1e-6 : 0.02));
            }
        }
    }
}

TEST_CASE("a packed matrix multiplies with the same bits wherever it lies") {
    const Numbers numbers;
    const auto input = padded_input();
    std::vector<std::uint16_t> ones;
    for (const auto [dtype, order] : kinds()) {
        CAPTURE(static_cast<int>(dtype), static_cast<int>(order));
        const auto matrix = numbers.matrix(dtype);
        auto in_memory = FullyConnected::create(matrix, order);
        PackBuffer buffer;
        REQUIRE(FullyConnected::pack(matrix, buffer, order));
        auto opened = FullyConnected::open({dtype, kOutputs, kInputs, buffer.bytes(), order}, ones);
        REQUIRE(in_memory);
        REQUIRE(opened);
        auto moved = *std::move(opened);
        for (const std::size_t rows : {kRows, std::size_t{1}}) {
            CHECK(run(*in_memory, input, rows) == run(moved, input, rows));
        }
    }
}

TEST_CASE("a packed matrix with too few bytes is refused") {
    const Numbers numbers;
    std::vector<std::uint16_t> ones;
    for (const auto [dtype, order] : kinds()) {
        PackBuffer buffer;
        REQUIRE(FullyConnected::pack(numbers.matrix(dtype), buffer, order));
        const auto half = buffer.bytes().first(buffer.bytes().size() / 2);
        const auto opened = FullyConnected::open({dtype, kOutputs, kInputs, half, order}, ones);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == ErrorCode::corrupt_data);
    }
}

TEST_CASE("each dtype and order of rows has a layout of its own, the same each time") {
    std::set<std::uint64_t> layouts;
    for (const auto [dtype, order] : kinds()) {
        const auto layout = FullyConnected::layout_fingerprint(dtype, order);
        REQUIRE(layout);
        CHECK(*layout == FullyConnected::layout_fingerprint(dtype, order).value());
        layouts.insert(*layout);
    }
    CHECK(layouts.size() == kinds().size());
}

TEST_CASE("packed rows are refused where there are no kernels for them, and for other dtypes") {
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
    const auto rows = Qp8Activations::create(kRows, kPadded);
    REQUIRE(rows.has_value() == is_supported);
    CHECK((rows || rows.error().code == ErrorCode::unsupported));
}

TEST_CASE("scales by channel that are no positive numbers are refused") {
    const std::vector<std::uint8_t> nibbles(64, 0x88);
    for (const float scale : {0.0F, -1.0F, std::numeric_limits<float>::infinity()}) {
        const std::vector<float> scales{1.0F, scale};
        const auto made = FullyConnected::create(Int4ChannelMatrix{2, 40, 64, nibbles, scales});
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::corrupt_data);
    }
}
