#include "inference/linear/packed_int4_matrix.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>
#include <hwy/targets.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

float from_bfloat16(std::uint16_t value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U);
}

// Random nibbles, and scales between 2^-9 and 2^-5.
struct RandomMatrix {
    RandomMatrix(std::size_t n_rows, std::size_t n_cols, std::uint64_t seed)
        : rows(n_rows), cols(n_cols), padded_cols(padded_width(n_cols)),
          nibbles(rows * padded_cols / 2), scales(rows * padded_cols / kInt4BlockSize) {
        for (auto& one : nibbles) {
            one = static_cast<std::uint8_t>(random_unit(seed) * 256);
        }
        for (auto& one : scales) {
            one = static_cast<std::uint16_t>(0x3B00 + random_unit(seed) * 0x200);
        }
        for (std::size_t row = 0; row < rows; ++row) {
            for (auto col = cols; col < padded_cols; ++col) {
                auto& byte = nibbles[(row * padded_cols + col) / 2];
                const bool is_low = col % 2 == 0;
                byte = static_cast<std::uint8_t>(is_low ? (byte & 0xF0) | 8 : (byte & 0x0F) | 0x80);
            }
        }
    }

    [[nodiscard]] Int4Matrix matrix() const { return {rows, cols, padded_cols, nibbles, scales}; }
    [[nodiscard]] int weight(std::size_t row, std::size_t col) const {
        return ((nibbles[(row * padded_cols + col) / 2] >> (col % 2 * 4)) & 0xF) - 8;
    }
    [[nodiscard]] float scale(std::size_t row, std::size_t block) const {
        return from_bfloat16(scales[row * padded_cols / kInt4BlockSize + block]);
    }

    std::size_t rows;
    std::size_t cols;
    std::size_t padded_cols;
    std::vector<std::uint8_t> nibbles;
    std::vector<std::uint16_t> scales;
};

// A packed matrix with its memory.
struct Packed {
    explicit Packed(const RandomMatrix& source)
        : bytes(PackedInt4Matrix::packed_bytes(source.rows, source.cols)) {
        REQUIRE(PackedInt4Matrix::pack(source.matrix(), bytes));
        matrix = std::make_unique<PackedInt4Matrix>(
            PackedInt4Matrix::view(source.rows, source.cols, bytes).value());
    }
    std::vector<std::byte> bytes;
    std::unique_ptr<PackedInt4Matrix> matrix;
};

// [tokens, padded_cols], zeros in the padding; tokens of different magnitude and offset.
std::vector<float> random_tokens(const RandomMatrix& matrix, std::size_t rows, std::uint64_t seed) {
    std::vector<float> values(rows * matrix.padded_cols);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto size = 0.1 + 20 * random_unit(seed);
        const auto offset = random_unit(seed) - 0.5;
        for (std::size_t col = 0; col < matrix.cols; ++col) {
            values[row * matrix.padded_cols + col] =
                static_cast<float>(size * (random_unit(seed) - 0.5 + offset));
        }
    }
    return values;
}

// What the kernels do, step by step: 255 steps of a token's range, integer sums per block,
// f32 sums over the blocks in order.
std::vector<float> exact_product(const RandomMatrix& matrix, const float* x) {
    const std::span row(x, matrix.padded_cols);
    const float least = std::min(0.0F, *std::ranges::min_element(row));
    const float range = std::max(0.0F, *std::ranges::max_element(row)) - least;
    const float inverse = 255.0F / range;
    const float below = least * inverse;
    const float zero_point = std::nearbyint(-128.0F - below);
    std::vector<int> values;
    for (const float one : row) {
        const float steps = std::nearbyint(one * inverse) + zero_point;
        values.push_back(static_cast<int>(std::clamp(steps, -128.0F, 127.0F)));
    }
    std::vector<float> out;
    for (std::size_t n = 0; n < matrix.rows; ++n) {
        float weight_sum = 0;
        float total = 0;
        const auto blocks = matrix.padded_cols / kInt4BlockSize;
        for (std::size_t pass = 0; pass < 2; ++pass) {
            for (std::size_t block = 0; block < blocks; ++block) {
                int sum = 0;
                for (std::size_t i = 0; i < kInt4BlockSize; ++i) {
                    const auto col = block * kInt4BlockSize + i;
                    sum += matrix.weight(n, col) * (pass == 0 ? 1 : values[col]);
                }
                const float product = static_cast<float>(sum) * matrix.scale(n, block);
                (pass == 0 ? weight_sum : total) += product;
            }
            if (pass == 0) {
                total = -zero_point * weight_sum;
            }
        }
        out.push_back(total * (range / 255.0F));
    }
    return out;
}

// The exact product of weights and activations.
double true_product(const RandomMatrix& matrix, std::size_t n, const float* x) {
    double sum = 0;
    for (std::size_t col = 0; col < matrix.cols; ++col) {
        sum += static_cast<double>(matrix.weight(n, col)) *
               static_cast<double>(matrix.scale(n, col / kInt4BlockSize)) *
               static_cast<double>(x[col]);
    }
    return sum;
}

ThreadPool& pool_of(std::size_t threads) {
    static std::map<std::size_t, std::unique_ptr<ThreadPool>> pools;
    auto& pool = pools[threads];
    if (!pool) {
        pool = ThreadPool::create(threads).value();
    }
    return *pool;
}

std::vector<float> run(const PackedInt4Matrix& matrix, const std::vector<float>& input,
                       std::size_t first, std::size_t rows, std::size_t threads) {
    auto& pool = pool_of(threads);
    const auto width = padded_width(matrix.cols());
    Int4Activations activations(rows, width);
    REQUIRE(activations.quantize(input.data() + first * width, rows, width, width, pool));
    std::vector<float> out(rows * matrix.rows());
    REQUIRE(multiply(matrix, activations, out.data(), pool));
    return out;
}

bool are_same_bits(std::span<const float> a, std::span<const float> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

struct Shape {
    std::size_t rows;
    std::size_t cols;
};
constexpr std::array kShapes{Shape{1, 32},   Shape{15, 32},   Shape{16, 64},
                             Shape{17, 96},  Shape{33, 172},  Shape{64, 288},
                             Shape{48, 320}, Shape{35, 1280}, Shape{3, 6144}};

} // namespace

TEST_CASE("int4 products have the same bits as the arithmetic done step by step") {
    std::uint64_t seed = 1;
    for (const auto& shape : kShapes) {
        const RandomMatrix source(shape.rows, shape.cols, ++seed);
        const Packed packed(source);
        for (const std::size_t rows : {1, 2, 4, 5, 8, 11, 12, 13, 27}) {
            CAPTURE(shape.rows, shape.cols, rows);
            const auto input = random_tokens(source, rows, ++seed);
            const auto out = run(*packed.matrix, input, 0, rows, 2);
            for (std::size_t row = 0; row < rows; ++row) {
                const auto expected = exact_product(source, &input[row * source.padded_cols]);
                REQUIRE(
                    are_same_bits(expected, std::span(out).subspan(row * shape.rows, shape.rows)));
            }
        }
    }
}

TEST_CASE("a token's int4 product is the same alone, in a batch and on any number of threads") {
    for (const auto& shape : {Shape{100, 1280}, Shape{33, 172}}) {
        const RandomMatrix source(shape.rows, shape.cols, 3);
        const Packed packed(source);
        const auto input = random_tokens(source, 300, 4);
        const auto all = run(*packed.matrix, input, 0, 300, 1);
        CHECK(are_same_bits(all, run(*packed.matrix, input, 0, 300, 3)));
        for (const std::size_t chunk : {1, 2, 5, 8, 31, 128}) {
            CAPTURE(chunk);
            std::vector<float> parts;
            for (std::size_t row = 0; row < 300; row += chunk) {
                const auto count = std::min<std::size_t>(chunk, 300 - row);
                const auto part = run(*packed.matrix, input, row, count, chunk < 8 ? 1 : 2);
                parts.insert(parts.end(), part.begin(), part.end());
            }
            REQUIRE(are_same_bits(all, parts));
        }
    }
}

TEST_CASE("every instruction set of this CPU gives the same int4 products") {
    const auto choose = [](std::int64_t targets) {
        hwy::SetSupportedTargetsForTest(targets); // 0 = all of them
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    };
    const RandomMatrix source(35, 172, 5);
    const Packed packed(source);
    const auto input = random_tokens(source, 21, 6);
    const auto expected = run(*packed.matrix, input, 0, 21, 1);
    const auto expected_one = run(*packed.matrix, input, 3, 1, 1);
    for (auto left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
        const auto target = left & -left;
        CAPTURE(hwy::TargetName(target));
        choose(target);
        const auto out = run(*packed.matrix, input, 0, 21, 1);
        const auto one = run(*packed.matrix, input, 3, 1, 1);
        choose(0);
        CHECK(are_same_bits(expected, out));
        CHECK(are_same_bits(expected_one, one));
    }
}

TEST_CASE("int4 products differ from the exact ones by the rounding of activations only") {
    for (const auto& shape : kShapes) {
        const RandomMatrix source(shape.rows, shape.cols, 5);
        const Packed packed(source);
        const auto input = random_tokens(source, 5, 6);
        const auto out = run(*packed.matrix, input, 0, 5, 2);
        double error = 0;
        double size = 0;
        for (std::size_t row = 0; row < 5; ++row) {
            for (std::size_t n = 0; n < shape.rows; ++n) {
                const double expected = true_product(source, n, &input[row * source.padded_cols]);
                const double difference = static_cast<double>(out[row * shape.rows + n]) - expected;
                error += difference * difference;
                size += expected * expected;
            }
        }
        CAPTURE(shape.rows, shape.cols);
        CHECK(std::sqrt(error / size) < 0.01);
    }
}

TEST_CASE("int4 products are zero for zero tokens, and finite for tiny and huge ones") {
    const RandomMatrix source(20, 96, 7);
    const Packed packed(source);
    std::vector<float> input(6 * 96);
    std::fill_n(input.begin() + 96, 96, 1e-38F);
    std::fill_n(input.begin() + 2 * 96, 96, -1e30F);
    input[3 * 96] = std::numeric_limits<float>::denorm_min();
    for (const std::size_t rows : {1, 6}) {
        const auto out = run(*packed.matrix, input, 0, rows, 1);
        for (std::size_t n = 0; n < 20; ++n) {
            CHECK(out[n] == 0);
        }
        CHECK(std::ranges::all_of(out, [](float one) { return std::isfinite(one); }));
    }
}

TEST_CASE("an int4 matrix with an unusable scale, or of the wrong size, is refused") {
    RandomMatrix source(3, 64, 9);
    std::vector<std::byte> bytes(PackedInt4Matrix::packed_bytes(3, 64));
    for (const int scale : {0x0000, 0x0001, 0x7F80, 0x7FC0, 0xBF80}) {
        source.scales[5] = static_cast<std::uint16_t>(scale);
        const auto status = PackedInt4Matrix::pack(source.matrix(), bytes);
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::corrupt_data);
    }
    const auto short_one = PackedInt4Matrix::view(3, 64, std::span(bytes).first(bytes.size() - 64));
    REQUIRE_FALSE(short_one);
    CHECK(short_one.error().code == ErrorCode::corrupt_data);
}

TEST_CASE("activations that do not fit their buffer or their matrix are refused") {
    auto& pool = pool_of(1);
    const RandomMatrix source(3, 64, 9);
    const Packed packed(source);
    const auto input = random_tokens(RandomMatrix(1, 160, 1), 9, 2);
    Int4Activations activations(8, 160);
    std::vector<float> out(9 * 3);
    CHECK_FALSE(activations.quantize(input.data(), 9, 160, 160, pool));
    REQUIRE(activations.quantize(input.data(), 8, 160, 160, pool));
    CHECK_FALSE(multiply(*packed.matrix, activations, out.data(), pool));
}
