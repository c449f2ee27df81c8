#include "inference/formats/float_formats.h"
#include "inference/quantization/quantizer.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace sotto::inference {

namespace {

struct Quantized {
    std::vector<int> steps; ///< −8 … 7, padding too
    std::vector<float> scales;
};

Quantized int4(std::span<const float> row, Int4ScaleRule rule) {
    const std::size_t padded = padded_to_blocks(row.size());
    std::vector<std::uint8_t> nibbles(padded / 2, 0xAA);
    std::vector<std::uint16_t> scales(padded / kInt4BlockSize, 0xAAAA);
    quantize_int4(row, rule, nibbles, scales);
    Quantized result;
    for (const std::uint8_t pair : nibbles) {
        result.steps.push_back((pair & 0xF) - 8);
        result.steps.push_back((pair >> 4) - 8);
    }
    for (const std::uint16_t bits : scales) {
        result.scales.push_back(from_bf16_bits(bits));
    }
    return result;
}

double squared_error(std::span<const float> row, const Quantized& quantized) {
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double error =
            double{row[i]} - double{quantized.scales[i / kInt4BlockSize]} * quantized.steps[i];
        sum += error * error;
    }
    return sum;
}

std::vector<float> random_weights(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0, 0.02F);
    std::vector<float> weights(count);
    std::ranges::generate(weights, [&] { return normal(random); });
    return weights;
}

/// Rounded to bfloat16, as checkpoints store them.
float stored(float value) {
    return from_bf16_bits(bf16_bits(value));
}

} // namespace

TEST_CASE("the grid of quantization-aware training is absmax / 7.5, half to even") {
    std::array<float, 32> row{};
    row[0] = 7.5F; // exactly 7.5 steps: positive is clipped to 7, negative rounds to -8
    row[1] = -7.5F;
    row[2] = 2.5F;
    row[3] = 3.5F;
    row[4] = -0.5F;
    row[5] = -1.25F;
    const Quantized quantized = int4(row, Int4ScaleRule::qat_grid);
    CHECK(quantized.scales[0] == 1.0F);
    CHECK(std::vector(quantized.steps.begin(), quantized.steps.begin() + 7) ==
          std::vector{7, -8, 2, 4, 0, -1, 0});
}

TEST_CASE("the scale of the trained grid is rounded to bfloat16 before use") {
    std::array<float, 32> row{};
    row[0] = 1.0F;
    const float scale = stored(1 / 7.5F);
    REQUIRE(scale != 1 / 7.5F);
    row[1] = scale * 2.4999F;
    const Quantized quantized = int4(row, Int4ScaleRule::qat_grid);
    CHECK(quantized.scales[0] == scale);
    CHECK(quantized.steps[1] == 2);
}

TEST_CASE("a block of zeros has a usable scale and decodes to zeros") {
    const std::array<float, 40> row{};
    for (const auto rule :
         {Int4ScaleRule::min_mse, Int4ScaleRule::qat_grid, Int4ScaleRule::stored_grid}) {
        const Quantized quantized = int4(row, rule);
        CHECK(std::ranges::all_of(quantized.steps, [](int step) { return step == 0; }));
        CHECK(std::ranges::all_of(quantized.scales,
                                  [](float scale) { return scale > 0 && std::isnormal(scale); }));
    }
}

TEST_CASE("tiny and huge weights keep usable scales") {
    for (const float magnitude : {1e-45F, 1e-38F, 1e30F, 3e38F}) {
        std::array<float, 32> row{};
        row[3] = -magnitude;
        for (const auto rule :
             {Int4ScaleRule::min_mse, Int4ScaleRule::qat_grid, Int4ScaleRule::stored_grid}) {
            const Quantized quantized = int4(row, rule);
            CHECK(quantized.scales[0] > 0);
            CHECK(std::isnormal(quantized.scales[0]));
        }
        std::array<std::int8_t, 32> values{};
        const float scale = quantize_int8(row, values);
        CHECK((scale > 0 && std::isnormal(scale)));
    }
}

TEST_CASE("columns are padded with zeros to whole blocks") {
    const auto row = random_weights(33, 1);
    const Quantized quantized = int4(row, Int4ScaleRule::min_mse);
    REQUIRE(quantized.steps.size() == 64);
    REQUIRE(quantized.scales.size() == 2);
    CHECK(quantized.steps[32] != 0);
    CHECK(std::all_of(quantized.steps.begin() + 33, quantized.steps.end(),
                      [](int step) { return step == 0; }));
}

TEST_CASE("searching for the smallest error beats any fixed rule") {
    const auto row = random_weights(4096, 2);
    const double searched = squared_error(row, int4(row, Int4ScaleRule::min_mse));
    CHECK(searched < 0.9 * squared_error(row, int4(row, Int4ScaleRule::qat_grid)));
    const Quantized zeros{std::vector<int>(row.size()), std::vector<float>(row.size() / 32)};
    CHECK(searched < 0.01 * squared_error(row, zeros));
}

TEST_CASE("weights on a grid keep their integers") {
    std::mt19937 random(3);
    std::uniform_int_distribution<int> step(-8, 7);
    std::vector<float> row(320);
    std::vector<int> steps(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
        const float scale = stored(0.013F * static_cast<float>(i / 32 + 1));
        // The absmax of a block is 7 or -8 steps, as on a trained grid.
        steps[i] = i % 32 == 0 ? (i % 64 == 0 ? 7 : -8) : std::clamp(step(random), -7, 7);
        row[i] = stored(scale * static_cast<float>(steps[i]));
    }
    CHECK(lies_on_int4_grid(row, row.size()));
    const Quantized quantized = int4(row, Int4ScaleRule::stored_grid);
    CHECK(quantized.steps == steps);
    for (std::size_t i = 0; i < row.size(); ++i) {
        CHECK(stored(quantized.scales[i / 32] * static_cast<float>(steps[i])) == row[i]);
    }
}

TEST_CASE("ordinary weights are not mistaken for a grid") {
    const auto rows = random_weights(64 * 64, 4);
    CHECK_FALSE(lies_on_int4_grid(rows, 64));
    CHECK_FALSE(lies_on_int4_grid(std::vector<float>(64), 64));
    const std::span<const float> row = std::span(rows).first(64);
    CHECK(int4(row, Int4ScaleRule::stored_grid).steps == int4(row, Int4ScaleRule::qat_grid).steps);
}

TEST_CASE("a row of int8 uses the whole range") {
    const std::array<float, 5> row{-2.0F, 2.0F, 1.0F, 0.0F, -0.004F};
    std::array<std::int8_t, 5> values{};
    const float scale = quantize_int8(row, values);
    CHECK(scale == 2.0F / 127);
    CHECK(values == std::array<std::int8_t, 5>{-127, 127, 64, 0, 0});
}

TEST_CASE("weights on the grid of a Q4_0 block keep their integers, whatever the scale's sign") {
    // A scale of eleven bits, as in f16: rounded to eight it changes.
    constexpr float kScale = 1027.0F / 65536;
    std::mt19937 random(3);
    for (const int lowest : {-8, -7, -3, 0}) {
        std::vector<float> row(64);
        for (float& weight : row) {
            weight = kScale * static_cast<float>(lowest + static_cast<int>(random() % 8));
        }
        const Quantized kept = int4(row, Int4ScaleRule::exact_grid);
        for (std::size_t i = 0; i < row.size(); ++i) {
            const float scale = kept.scales[i / kInt4BlockSize];
            CHECK(std::abs(scale * static_cast<float>(kept.steps[i]) - row[i]) <=
                  std::abs(row[i]) / 256);
        }
    }
}

TEST_CASE("+8 steps do not fit and get a scale no worse than that of any rule") {
    std::vector<float> row(32);
    for (std::size_t i = 0; i < row.size(); ++i) {
        row[i] = (static_cast<float>(i % 16) - 7) / 64; // −7 … 8 steps
    }
    const double error = squared_error(row, int4(row, Int4ScaleRule::exact_grid));
    for (const Int4ScaleRule rule :
         {Int4ScaleRule::min_mse, Int4ScaleRule::stored_grid, Int4ScaleRule::qat_grid}) {
        CHECK(error <= 1.01 * squared_error(row, int4(row, rule)));
    }
    CHECK(error > 0);
}

} // namespace sotto::inference
