#include "inference/attention/attention.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>

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
std::unique_ptr<KvCache> filled(const ModelConfig& config, KvDtype dtype, std::size_t length) {
    const auto dim = config.head_dim;
    auto cache = std::make_unique<KvCache>(config, dtype);
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

// Random keys, values and queries for `length` tokens. The magnitude of the queries makes some
// tokens matter much more than others; token 3 of each 16 has small values, token 5 large ones.
struct Sequence {
    ModelConfig config;
    std::size_t length;
    std::vector<float> keys;
    std::vector<float> values;
    std::vector<float> queries;

    Sequence(const ModelConfig& shape, std::size_t tokens)
        : config(shape), length(tokens), keys(random_floats(tokens * kv_width(), 1)),
          values(random_floats(tokens * kv_width(), 2)),
          queries(random_floats(tokens * q_width(), 3)) {
        const auto size = 3 / std::sqrt(static_cast<float>(config.head_dim) / 3);
        std::ranges::for_each(queries, [&](float& x) { x *= size; });
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto token = i / kv_width() % 16;
            values[i] *= token == 3 ? 0.01F : token == 5 ? 2.0F : 1.0F;
        }
    }

    [[nodiscard]] std::size_t kv_width() const { return config.n_kv_heads * config.head_dim; }
    [[nodiscard]] std::size_t q_width() const { return config.n_heads * config.head_dim; }

    void append_to(KvCache& cache) const {
        REQUIRE(cache.reserve(length));
        for (std::size_t i = 0; i < length; ++i) {
            for (std::size_t head = 0; head < config.n_kv_heads; ++head) {
                const auto at = i * kv_width() + head * config.head_dim;
                cache.store(0, head, i, keys.data() + at, values.data() + at);
            }
        }
    }

    // The engine's attention for the tokens from `first` on, `chunk` of them at a time.
    [[nodiscard]] std::vector<float> attended(KvDtype dtype, std::size_t first, std::size_t chunk,
                                              std::size_t threads = 1) const {
        KvCache cache(config, dtype);
        append_to(cache);
        auto pool = ThreadPool::create(threads);
        REQUIRE(pool);
        Attention attention(config, chunk, threads);
        const auto stride = q_width() + 7;
        std::vector<float> padded(length * stride);
        std::vector<float> output;
        for (std::size_t done = first; done < length;) {
            const auto n_tokens = std::min(chunk, length - done);
            attention.run(cache, 0, done, n_tokens, queries.data() + done * q_width(), q_width(),
                          padded.data(), stride, **pool);
            for (std::size_t token = 0; token < n_tokens; ++token) {
                const auto from = padded.begin() + static_cast<std::ptrdiff_t>(token * stride);
                output.insert(output.end(), from, from + static_cast<std::ptrdiff_t>(q_width()));
            }
            done += n_tokens;
        }
        return output;
    }

    // The same by plain loops.
    [[nodiscard]] std::vector<float> expected(std::size_t first) const {
        const auto dim = config.head_dim;
        const auto group = config.n_heads / config.n_kv_heads;
        const auto window = config.layers[0].window.value_or(length);
        std::vector<float> output;
        for (std::size_t i = first; i < length; ++i) {
            for (std::size_t head = 0; head < config.n_heads; ++head) {
                std::vector<double> sums(dim);
                double total = 0;
                for (auto j = i + 1 > window ? i + 1 - window : 0; j <= i; ++j) {
                    const auto at = j * kv_width() + head / group * dim;
                    double score = 0;
                    for (std::size_t d = 0; d < dim; ++d) {
                        score += static_cast<double>(queries[i * q_width() + head * dim + d]) *
                                 keys[at + d];
                    }
                    const double weight = std::exp(score);
                    total += weight;
                    for (std::size_t d = 0; d < dim; ++d) {
                        sums[d] += weight * values[at + d];
                    }
                }
                for (const double sum : sums) {
                    output.push_back(static_cast<float>(sum / total));
                }
            }
        }
        return output;
    }
};

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - b[i]);
        largest = difference <= largest ? largest : difference; // a NaN counts
    }
    return largest;
}

// Standard deviation of b − a relative to that of a.
double noise(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    double signal = 0;
    double difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        signal += static_cast<double>(a[i]) * a[i];
        difference += std::pow(static_cast<double>(a[i]) - b[i], 2);
    }
    return std::sqrt(difference / signal);
}

// Restores the choice of instruction sets on destruction.
struct Instructions {
    explicit Instructions(std::int64_t target) { hwy::SetSupportedTargetsForTest(target); }
    ~Instructions() { hwy::SetSupportedTargetsForTest(0); }
};

std::vector<std::int64_t> instruction_sets() {
    std::vector<std::int64_t> all;
    for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
        all.push_back(left & -left);
    }
    return all;
}

// Rounding errors of keys, values, queries and weights in 8 bits, each about 1/250 of the maximum.
// Weights have 7 bits where no instruction adds up products of unsigned and signed bytes
// in 32 bits.
double int8_noise() {
    const auto best = hwy::SupportedTargets() & -hwy::SupportedTargets();
    return HWY_ARCH_X86 && best <= HWY_AVX3_DL ? 0.02 : 0.03;
}

} // namespace

TEST_CASE("attention of one token over a long sequence is exact in f32") {
    for (const std::size_t length : {1, 63, 64, 65, 257, 1600}) {
        CAPTURE(length);
        for (const auto& config : {shape(5, 1, 16, {}), shape(6, 2, 8, 100)}) {
            const Sequence sequence(config, length);
            CHECK(largest_difference(sequence.expected(length - 1),
                                     sequence.attended(KvDtype::f32, length - 1, 1)) < 1e-5);
        }
    }
}

TEST_CASE("attention of many tokens at once masks what each of them must not see") {
    for (const std::size_t n_tokens : {2, 9, 70, 128}) {
        CAPTURE(n_tokens);
        for (const auto& config :
             {shape(5, 1, 64, {}), shape(8, 4, 24, 30), shape(2, 1, 256, {})}) {
            const Sequence sequence(config, 300);
            CHECK(largest_difference(sequence.expected(300 - n_tokens),
                                     sequence.attended(KvDtype::f32, 300 - n_tokens, n_tokens)) <
                  1e-5);
        }
    }
}

TEST_CASE("attention over f16 keys and values differs by their rounding only") {
    const Sequence sequence(shape(5, 1, 64, {}), 300);
    CHECK(largest_difference(sequence.expected(230), sequence.attended(KvDtype::f16, 230, 70)) <
          1e-3);
    CHECK(largest_difference(sequence.expected(299), sequence.attended(KvDtype::f16, 299, 1)) <
          1e-3);
}

TEST_CASE("int8 attention is close to the reference for every shape") {
    for (const std::size_t head_dim : {10, 16, 24, 64, 80, 128, 256}) {
        for (const std::size_t group : {1, 2, 3, 5, 8}) {
            for (const std::size_t n_tokens : {1, 2, 17, 70}) {
                CAPTURE(head_dim, group, n_tokens);
                const Sequence sequence(shape(group, 1, head_dim, {}), 201);
                CHECK(noise(sequence.expected(201 - n_tokens),
                            sequence.attended(KvDtype::int8, 201 - n_tokens, n_tokens)) <
                      int8_noise());
            }
        }
    }
}

TEST_CASE("int8 attention masks the right positions") {
    for (const std::size_t length : {1, 2, 16, 63, 64, 65, 127, 129, 700, 1600}) {
        for (const std::size_t window : {1, 5, 64, 100, 2000}) {
            for (const std::size_t n_tokens : {1, 3, 16, 90}) {
                CAPTURE(length, window, n_tokens);
                const auto first = length - std::min(length, n_tokens);
                const Sequence sequence(shape(4, 2, 16, window), length);
                CHECK(noise(sequence.expected(first),
                            sequence.attended(KvDtype::int8, first, n_tokens)) < int8_noise());
            }
        }
    }
}

TEST_CASE("int8 attention hardly depends on the number of tokens per call") {
    const Sequence sequence(shape(5, 1, 64, {}), 300);
    const auto expected = sequence.attended(KvDtype::int8, 0, 256);
    for (const std::size_t chunk : {1, 7, 64}) {
        CAPTURE(chunk);
        // Less than one quantization step of a weight.
        CHECK(largest_difference(expected, sequence.attended(KvDtype::int8, 0, chunk)) < 4e-3);
    }
}

TEST_CASE("attention gives the same bits with any number of threads") {
    for (const auto dtype : {KvDtype::f32, KvDtype::int8}) {
        for (const std::size_t chunk : {1, 3, 100}) {
            const Sequence sequence(shape(10, 2, 32, {}), 1100);
            const auto single = sequence.attended(dtype, 1000, chunk, 1);
            CHECK(single == sequence.attended(dtype, 1000, chunk, 2));
            CHECK(single == sequence.attended(dtype, 1000, chunk, 3));
        }
    }
}

TEST_CASE("int8 attention is right with every instruction set of this machine") {
    for (const auto target : instruction_sets()) {
        const Instructions only(target);
        for (const std::size_t n_tokens : {1, 33}) {
            CAPTURE(hwy::TargetName(target), n_tokens);
            const Sequence sequence(shape(5, 1, 24, 90), 150);
            CHECK(noise(sequence.expected(150 - n_tokens),
                        sequence.attended(KvDtype::int8, 150 - n_tokens, n_tokens)) < int8_noise());
        }
    }
}

TEST_CASE("a NaN in a key or value reaches every token that sees it, and no other") {
    for (const auto target : instruction_sets()) {
        const Instructions only(target);
        for (const std::size_t n_tokens : {1, 40}) {
            for (const bool is_key : {true, false}) {
                CAPTURE(hwy::TargetName(target), n_tokens, is_key);
                Sequence sequence(shape(2, 1, 16, {}), 100);
                (is_key ? sequence.keys : sequence.values)[80 * 16 + 3] =
                    std::numeric_limits<float>::infinity();
                const auto output = sequence.attended(KvDtype::int8, 60, n_tokens);
                for (std::size_t i = 60; i < 100; ++i) {
                    CHECK(std::isnan(output[(i - 60) * sequence.q_width()]) == (i >= 80));
                }
            }
        }
    }
}

TEST_CASE("a zero query attends uniformly") {
    for (const std::size_t n_tokens : {1, 40}) {
        Sequence sequence(shape(2, 1, 16, 70), 100);
        std::ranges::fill(sequence.queries, 0.0F);
        CHECK(noise(sequence.expected(60), sequence.attended(KvDtype::int8, 60, n_tokens)) <
              int8_noise());
    }
}

TEST_CASE("a few tokens at once have the same bits as each alone, wherever the sequence is split") {
    auto pool = ThreadPool::create(1);
    REQUIRE(pool);
    constexpr std::size_t kTokens = kMaxVerifiedTokens;
    for (const auto dtype : {KvDtype::f32, KvDtype::f16, KvDtype::int8}) {
        for (const std::optional<std::size_t> window :
             {std::optional<std::size_t>(), std::optional<std::size_t>(300)}) {
            const auto config = shape(4, 2, 24, window);
            const auto width = config.n_heads * config.head_dim;
            const auto cache = filled(config, dtype, 8200);
            const auto queries = random_floats(kTokens * width, 3);
            Attention attention(config, kTokens, pool->get()->threads());
            // Around the borders of tiles, parts and, at 8,192, parts of twice the length.
            for (const std::size_t first : {0U, 61U, 508U, 1022U, 4093U, 8187U, 8192U}) {
                CAPTURE(static_cast<int>(dtype), window.value_or(0), first);
                std::vector<float> together(kTokens * width);
                std::vector<float> alone(kTokens * width);
                attention.run(*cache, 0, first, kTokens, queries.data(), width, together.data(),
                              width, **pool);
                for (std::size_t token = 0; token < kTokens; ++token) {
                    attention.run(*cache, 0, first + token, 1, queries.data() + token * width,
                                  width, alone.data() + token * width, width, **pool);
                }
                CHECK(together == alone);
            }
        }
    }
}

TEST_CASE("attention writes nothing more after a stop") {
    const Sequence sequence(shape(2, 1, 16, {}), 100);
    KvCache cache(sequence.config, KvDtype::int8);
    sequence.append_to(cache);
    const auto pool = ThreadPool::create(2);
    REQUIRE(pool);
    Attention attention(sequence.config, 40, 2);
    std::stop_source stop;
    stop.request_stop();
    const ComputeScope computing(**pool, stop.get_token());
    std::vector<float> output(40 * sequence.q_width(), 7.0F);
    attention.run(cache, 0, 60, 40, sequence.queries.data(), sequence.q_width(), output.data(),
                  sequence.q_width(), **pool);
    CHECK(std::ranges::all_of(output, [](float x) { return x == 7.0F; }));
}
