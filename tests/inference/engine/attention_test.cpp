#include "inference/engine/attention.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

ModelConfig shape(std::size_t n_heads, std::size_t n_kv_heads, std::size_t head_dim,
                  std::optional<std::size_t> window) {
    ModelConfig config;
    config.n_layers = 1;
    config.n_heads = n_heads;
    config.n_kv_heads = n_kv_heads;
    config.head_dim = head_dim;
    config.layers.resize(1);
    config.layers[0].window = window;
    return config;
}

std::vector<float> random_floats(std::size_t count, std::uint64_t seed) {
    std::vector<float> floats(count);
    std::ranges::generate(floats, [&] { return static_cast<float>(2 * random_unit(seed) - 1); });
    return floats;
}

// A cache of `length` random tokens.
std::unique_ptr<KvCache> filled(const ModelConfig& config, KvForm form, std::size_t length) {
    const auto dim = config.head_dim;
    auto cache = std::make_unique<KvCache>(config, form);
    REQUIRE(cache->reserve(length));
    std::uint64_t seed = 1;
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t head = 0; head < config.n_kv_heads; ++head) {
            const auto vectors = random_floats(2 * dim, ++seed);
            cache->store(0, head, i, vectors.data(), vectors.data() + dim);
        }
    }
    return cache;
}

// Attention of the last `rows` of `length` tokens, once by the engine, once plainly; the largest
// difference of the two.
double error_of(const ModelConfig& config, KvForm form, std::size_t length, std::size_t rows) {
    const auto dim = config.head_dim;
    const auto kv_width = config.n_kv_heads * dim;
    const auto q_width = config.n_heads * dim;
    const auto keys = random_floats(length * kv_width, 1);
    const auto values = random_floats(length * kv_width, 2);
    const auto queries = random_floats(rows * q_width, 3);

    KvCache cache(config, form);
    REQUIRE(cache.reserve(length));
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t head = 0; head < config.n_kv_heads; ++head) {
            const auto at = i * kv_width + head * dim;
            cache.store(0, head, i, keys.data() + at, values.data() + at);
        }
    }
    auto pool = ThreadPool::create(2);
    REQUIRE(pool);
    Attention attention(config, rows);
    std::vector<float> output(rows * q_width);
    attention.run(cache, 0, length - rows, rows, queries.data(), q_width, output.data(), q_width,
                  **pool);

    double largest = 0;
    const auto group = config.n_heads / config.n_kv_heads;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto position = length - rows + row;
        const auto window = config.layers[0].window.value_or(length);
        for (std::size_t head = 0; head < config.n_heads; ++head) {
            std::vector<double> expected(dim);
            double sum = 0;
            for (auto j = position + 1 > window ? position + 1 - window : 0; j <= position; ++j) {
                const auto at = j * kv_width + head / group * dim;
                double score = 0;
                for (std::size_t d = 0; d < dim; ++d) {
                    score +=
                        static_cast<double>(queries[row * q_width + head * dim + d]) * keys[at + d];
                }
                sum += std::exp(score);
                for (std::size_t d = 0; d < dim; ++d) {
                    expected[d] += std::exp(score) * values[at + d];
                }
            }
            for (std::size_t d = 0; d < dim; ++d) {
                const double difference =
                    std::abs(expected[d] / sum - output[row * q_width + head * dim + d]);
                largest = difference <= largest ? largest : difference;
            }
        }
    }
    return largest;
}

} // namespace

TEST_CASE("attention of one token over a long sequence is exact in f32") {
    for (const std::size_t length : {1, 63, 64, 65, 257, 1600}) {
        CAPTURE(length);
        CHECK(error_of(shape(5, 1, 16, {}), KvForm::f32, length, 1) < 1e-5);
        CHECK(error_of(shape(6, 2, 8, 100), KvForm::f32, length, 1) < 1e-5);
    }
}

TEST_CASE("attention of many tokens at once sees what each of them sees") {
    for (const std::size_t rows : {2, 9, 70, 128}) {
        CAPTURE(rows);
        CHECK(error_of(shape(5, 1, 64, {}), KvForm::f32, 300, rows) < 1e-5);
        CHECK(error_of(shape(8, 4, 24, 30), KvForm::f32, 300, rows) < 1e-5);
        CHECK(error_of(shape(2, 1, 256, {}), KvForm::f32, 130, rows) < 1e-5);
    }
}

TEST_CASE("attention over smaller forms of keys and values differs by their rounding") {
    CHECK(error_of(shape(5, 1, 64, {}), KvForm::f16, 300, 70) < 1e-3);
    CHECK(error_of(shape(5, 1, 64, {}), KvForm::f16, 1600, 1) < 1e-3);
    CHECK(error_of(shape(5, 1, 64, {}), KvForm::int8, 300, 70) < 3e-2);
    CHECK(error_of(shape(5, 1, 64, {}), KvForm::int8, 1600, 1) < 3e-2);
}

TEST_CASE("a few rows at once have the bits of each alone, wherever their sequence is cut") {
    auto pool = ThreadPool::create(1);
    REQUIRE(pool);
    constexpr std::size_t kRows = kMaxVerifiedRows;
    for (const auto form : {KvForm::f32, KvForm::f16, KvForm::int8}) {
        for (const std::optional<std::size_t> window :
             {std::optional<std::size_t>(), std::optional<std::size_t>(300)}) {
            const auto config = shape(4, 2, 24, window);
            const auto width = config.n_heads * config.head_dim;
            const auto cache = filled(config, form, 8200);
            const auto queries = random_floats(kRows * width, 3);
            Attention attention(config, kRows);
            // Cut where a tile, a part and, at 8,192, twice as long parts begin.
            for (const std::size_t first : {0U, 61U, 508U, 1022U, 4093U, 8187U, 8192U}) {
                CAPTURE(static_cast<int>(form), window.value_or(0), first);
                std::vector<float> together(kRows * width);
                std::vector<float> alone(kRows * width);
                attention.run(*cache, 0, first, kRows, queries.data(), width, together.data(),
                              width, **pool);
                for (std::size_t row = 0; row < kRows; ++row) {
                    attention.run(*cache, 0, first + row, 1, queries.data() + row * width, width,
                                  alone.data() + row * width, width, **pool);
                }
                CHECK(together == alone);
            }
        }
    }
}
