#include "inference/linear/linear.h"
#include "inference/linear/packed_block_matrix.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>
#include <hwy/targets.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

/// Where the f16 numbers of a block lie: scales of random bits could be infinite.
std::vector<std::size_t> halves_of(CheckpointDtype type) {
    switch (type) {
    case CheckpointDtype::q4_1:
    case CheckpointDtype::q5_1:
    case CheckpointDtype::q4_k:
    case CheckpointDtype::q5_k:
        return {0, 2};
    case CheckpointDtype::q2_k:
        return {80, 82};
    case CheckpointDtype::q3_k:
        return {108};
    case CheckpointDtype::q6_k:
        return {208};
    default:
        return {0};
    }
}

/// Random blocks with f16 scales between 2^-9 and 2^-5.
struct RandomRows {
    RandomRows(CheckpointDtype of, std::size_t n_rows, std::size_t cols, std::uint64_t seed)
        : type(of), rows(n_rows),
          bytes(rows * static_cast<std::size_t>(padded_row_bytes(type, cols))) {
        for (auto& one : bytes) {
            one = static_cast<std::byte>(random_unit(seed) * 256);
        }
        const auto block = static_cast<std::size_t>(stored_bytes(type, block_size(type)));
        for (std::size_t at = 0; at < bytes.size(); at += block) {
            for (const std::size_t half : halves_of(type)) {
                bytes[at + half + 1] = static_cast<std::byte>(0x18 + random_unit(seed) * 16);
            }
        }
    }
    [[nodiscard]] BlockRows part() const { return {rows, type, bytes}; }

    CheckpointDtype type;
    std::size_t rows;
    std::vector<std::byte> bytes;
};

std::vector<float> random_tokens(std::size_t n, std::size_t width, std::uint64_t seed) {
    std::vector<float> values(n * width);
    for (std::size_t token = 0; token < n; ++token) {
        const auto size = 0.1 + 20 * random_unit(seed);
        for (std::size_t i = 0; i < width; ++i) {
            values[token * width + i] = static_cast<float>(size * (random_unit(seed) - 0.4));
        }
    }
    return values;
}

/// Activations rounded to 127 steps of the absmax of each block of 32.
std::vector<double> rounded(std::span<const float> x) {
    std::vector<double> values;
    for (std::size_t at = 0; at < x.size(); at += 32) {
        float absmax = 0;
        for (const float one : x.subspan(at, 32)) {
            absmax = std::max(absmax, std::abs(one));
        }
        for (const float one : x.subspan(at, 32)) {
            values.push_back(
                static_cast<double>(std::nearbyint(one * (127.0F / absmax)) * (absmax / 127.0F)));
        }
    }
    return values;
}

std::vector<double> expected_product(const WeightMatrix& matrix, std::size_t rows, std::size_t cols,
                                     std::span<const double> x) {
    std::vector<double> out;
    std::vector<float> weights(cols);
    for (std::size_t row = 0; row < rows; ++row) {
        dequantize_row(matrix, row, weights);
        double sum = 0;
        for (std::size_t i = 0; i < cols; ++i) {
            sum += static_cast<double>(weights[i]) * x[i];
        }
        out.push_back(sum);
    }
    return out;
}

ThreadPool& pool_of(std::size_t threads) {
    static std::map<std::size_t, std::unique_ptr<ThreadPool>> pools;
    auto& pool = pools[threads];
    if (!pool) {
        pool = ThreadPool::create(threads).value();
    }
    return *pool;
}

struct Packed {
    explicit Packed(const WeightMatrix& from) : bytes(PackedBlockMatrix::packed_bytes(from)) {
        REQUIRE(has_consistent_sizes(from));
        REQUIRE(PackedBlockMatrix::pack(from, bytes));
        const auto rows = std::visit([](const auto& one) { return one.rows; }, from);
        const auto cols = std::visit([](const auto& one) { return one.cols; }, from);
        matrix =
            std::make_unique<PackedBlockMatrix>(PackedBlockMatrix::view(rows, cols, bytes).value());
    }
    std::vector<std::byte> bytes;
    std::unique_ptr<PackedBlockMatrix> matrix;
};

std::vector<float> run(const PackedBlockMatrix& matrix, std::span<const float> input,
                       std::size_t n_tokens, std::size_t threads) {
    const auto width = padded_width(matrix.cols());
    BlockActivations activations(n_tokens, width);
    REQUIRE(activations.quantize(input.data(), n_tokens, width, width, pool_of(threads)));
    std::vector<float> out(n_tokens * matrix.rows());
    REQUIRE(multiply(matrix, activations, out.data(), pool_of(threads)));
    return out;
}

bool are_same_bits(std::span<const float> a, std::span<const float> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

double relative_error(std::span<const float> out, std::span<const double> expected) {
    double error = 0;
    double size = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double difference = static_cast<double>(out[i]) - expected[i];
        error += difference * difference;
        size += expected[i] * expected[i];
    }
    return std::sqrt(error / size);
}

/// Types with a scale for 16 inputs are rounded to 8 bits, and a product of scales to f16.
double allowed_error(CheckpointDtype type) {
    if (integer_reader(type) == nullptr) {
        return 0.005;
    }
    return type == CheckpointDtype::q5_k || type == CheckpointDtype::iq4_xs ? 5e-4 : 2e-6;
}

void choose_target(std::int64_t targets) {
    hwy::SetSupportedTargetsForTest(targets); // 0 = all of them
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace

TEST_CASE("blocks of every type are multiplied as they are, on every instruction set") {
    for (const CheckpointDtype type : block_dtypes()) {
        constexpr std::size_t kRows = 37;
        constexpr std::size_t kCols = 768;
        constexpr std::size_t kTokens = 21;
        CAPTURE(to_string(type));
        const RandomRows source(type, kRows, kCols, 3);
        const WeightMatrix matrix = BlockMatrix{kRows, kCols, {source.part()}};
        const Packed packed(matrix);
        const auto input = random_tokens(kTokens, kCols, 4);
        std::vector<double> expected;
        for (std::size_t token = 0; token < kTokens; ++token) {
            const auto x = rounded(std::span(input).subspan(token * kCols, kCols));
            const auto one = expected_product(matrix, kRows, kCols, x);
            expected.insert(expected.end(), one.begin(), one.end());
        }
        for (auto left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
            const auto target = left & -left;
            CAPTURE(hwy::TargetName(target));
            choose_target(target);
            const auto out = run(*packed.matrix, input, kTokens, 2);
            const auto alone = run(*packed.matrix, std::span(input).subspan(2 * kCols), 1, 1);
            choose_target(0);
            CHECK(relative_error(out, expected) < allowed_error(type));
            CHECK(are_same_bits(alone, std::span(out).subspan(2 * kRows, kRows)));
        }
    }
}

TEST_CASE("a token's product with blocks is the same alone, in a batch and on several threads") {
    const RandomRows q(CheckpointDtype::q4_k, 48, 512, 5);
    const RandomRows k(CheckpointDtype::q6_k, 20, 512, 6);
    const RandomRows v(CheckpointDtype::q5_1, 7, 512, 7);
    const WeightMatrix matrix = BlockMatrix{75, 512, {q.part(), k.part(), v.part()}};
    const Packed packed(matrix);
    const auto input = random_tokens(150, 512, 8);
    const auto all = run(*packed.matrix, input, 150, 1);
    CHECK(are_same_bits(all, run(*packed.matrix, input, 150, 3)));
    for (const std::size_t chunk : {1, 2, 5, 8, 31}) {
        CAPTURE(chunk);
        std::vector<float> parts;
        for (std::size_t token = 0; token < 150; token += chunk) {
            const auto count = std::min<std::size_t>(chunk, 150 - token);
            const auto part = run(*packed.matrix, std::span(input).subspan(token * 512), count, 2);
            parts.insert(parts.end(), part.begin(), part.end());
        }
        CHECK(are_same_bits(all, parts));
    }
}

TEST_CASE("matrices of odd sizes are multiplied in blocks") {
    std::uint64_t seed = 10;
    for (const auto& [rows, cols] : std::vector<std::pair<std::size_t, std::size_t>>{
             {1, 32}, {15, 20}, {16, 64}, {17, 96}, {33, 172}, {3, 2080}}) {
        for (const auto type : {CheckpointDtype::q8_0, CheckpointDtype::q4_1}) {
            CAPTURE(rows, cols, to_string(type));
            const RandomRows source(type, rows, cols, ++seed);
            const WeightMatrix matrix = BlockMatrix{rows, cols, {source.part()}};
            const Packed packed(matrix);
            const auto width = padded_width(cols);
            auto input = random_tokens(5, width, ++seed);
            std::vector<double> expected;
            for (std::size_t token = 0; token < 5; ++token) {
                const auto row = std::span(input).subspan(token * width, width);
                std::ranges::fill(row.subspan(cols), 0.0F);
                const auto one = expected_product(matrix, rows, cols, rounded(row));
                expected.insert(expected.end(), one.begin(), one.end());
            }
            CHECK(relative_error(run(*packed.matrix, input, 5, 2), expected) < 2e-6);
        }
    }
}

TEST_CASE("int4 and int8 weights of checkpoints can be multiplied in blocks") {
    constexpr std::size_t kRows = 21;
    constexpr std::size_t kCols = 160;
    std::vector<std::uint8_t> nibbles(kRows * kCols / 2);
    std::vector<std::int8_t> bytes(kRows * kCols);
    std::uint64_t seed = 20;
    std::ranges::generate(nibbles,
                          [&] { return static_cast<std::uint8_t>(random_unit(seed) * 256); });
    std::ranges::generate(bytes,
                          [&] { return static_cast<std::int8_t>(random_unit(seed) * 254 - 127); });
    const std::vector<std::uint16_t> block_scales(kRows * kCols / 32, 0x3C23);
    const std::vector<float> row_scales(kRows, 0.0078125F);
    const auto input = random_tokens(3, kCols, 21);
    for (const WeightMatrix& matrix :
         {WeightMatrix(Int4Matrix{kRows, kCols, kCols, nibbles, block_scales}),
          WeightMatrix(Int8Matrix{kRows, kCols, bytes, row_scales})}) {
        auto linear = Linear::create(matrix, Int4Kernels::blocks);
        REQUIRE(linear);
        auto scratch = LinearScratch::create(3, kCols);
        REQUIRE(scratch);
        std::vector<float> out(3 * kRows);
        REQUIRE(linear->apply(input.data(), 3, out.data(), *scratch, pool_of(1)));
        const auto expected =
            expected_product(matrix, kRows, kCols, rounded(std::span(input).subspan(kCols, kCols)));
        CHECK(relative_error(std::span(out).subspan(kRows, kRows), expected) < 2e-6);
    }
}

TEST_CASE("products with blocks are zero for zero tokens, and NaN where an activation is") {
    const RandomRows source(CheckpointDtype::q4_k, 20, 256, 7);
    const Packed packed(BlockMatrix{20, 256, {source.part()}});
    std::vector<float> input(6 * 256);
    std::fill_n(input.begin() + 256, 256, 1e-38F);
    std::fill_n(input.begin() + 2 * 256, 256, -1e30F);
    input[3 * 256 + 7] = std::numeric_limits<float>::quiet_NaN();
    input[4 * 256 + 100] = std::numeric_limits<float>::infinity();
    const auto out = run(*packed.matrix, input, 6, 1);
    const auto are_all = [&](std::size_t token, auto is) {
        return std::ranges::all_of(std::span(out).subspan(token * 20, 20), is);
    };
    CHECK(are_all(0, [](float one) { return one == 0; }));
    CHECK(are_all(1, [](float one) { return one == 0; }));
    CHECK(are_all(2, [](float one) { return std::isfinite(one); }));
    CHECK(are_all(3, [](float one) { return std::isnan(one); }));
    CHECK(are_all(4, [](float one) { return std::isnan(one); }));
    CHECK(are_all(5, [](float one) { return one == 0; }));
}

TEST_CASE("blocks with an infinite scale, and damaged packed blocks, are refused") {
    RandomRows source(CheckpointDtype::q8_0, 3, 64, 9);
    const auto matrix = [&] { return BlockMatrix{3, 64, {source.part()}}; };
    const Packed packed(matrix());
    const auto is_refused = [](std::span<const std::byte> bytes, std::size_t rows,
                               std::size_t cols) {
        const auto view = PackedBlockMatrix::view(rows, cols, bytes);
        return !view && view.error().code == ErrorCode::corrupt_data;
    };
    CHECK(is_refused(std::span(packed.bytes).first(32), 3, 64));
    CHECK(is_refused(std::span(packed.bytes).first(packed.bytes.size() - 64), 3, 64));
    CHECK(is_refused(packed.bytes, 4, 64));
    CHECK(is_refused(packed.bytes, 3, 96));
    auto damaged = packed.bytes;
    damaged[16] = std::byte{9}; // the format
    CHECK(is_refused(damaged, 3, 64));

    source.bytes[1] = std::byte{0x7C};
    source.bytes[0] = std::byte{0};
    std::vector<std::byte> bytes(packed.bytes.size());
    const auto status = PackedBlockMatrix::pack(matrix(), bytes);
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::corrupt_data);
}
