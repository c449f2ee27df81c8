#include "inference/kv/kv_transfer.h"
#include "inference/transformer/transformer.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/inference/support/two_layers.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

std::vector<std::byte> joined(const KvBytes& bytes) {
    std::vector<std::byte> all;
    for (const auto& part : bytes.bytes) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

// Fills the target from `from`, which must be as long.
void fill(const KvTarget& target, std::span<const std::byte> from) {
    for (const auto& part : target.bytes) {
        REQUIRE(part.size() <= from.size());
        std::memcpy(part.data(), from.data(), part.size());
        from = from.subspan(part.size());
    }
    REQUIRE(from.empty());
}

// Like a store: saves all entries of a cache as bytes and restores a new cache from them.
std::unique_ptr<KvCache> restored(KvCache& cache, const ModelConfig& config) {
    auto made = KvImport::begin(config, cache.layout().dtype, cache.length());
    REQUIRE(made);
    for (std::size_t i = 0; i < cache.length() / kKvBlockTokens; ++i) {
        fill(made->block(i), joined(KvExport(cache).block(i)));
    }
    fill(made->checkpoint(), joined(KvExport(cache).checkpoint()));
    return made->finish();
}

constexpr std::size_t kPaddedDim = 16;

using Vector = std::array<float, kHeadDim>;

// Different for each layer, head, position and dimension, and exact in f16.
Vector vector_at(std::size_t layer, std::size_t head, std::size_t position, float value) {
    const auto place = static_cast<float>(800 * layer + 400 * head + position);
    return {value + place, -value, 1, place / 2};
}

void append(KvCache& cache, std::size_t tokens, float value) {
    REQUIRE(cache.reserve(tokens));
    for (std::size_t i = 0; i < tokens; ++i) {
        const auto position = cache.length() + i;
        for (std::size_t layer = 0; layer < 2; ++layer) {
            for (std::size_t head = 0; head < 2; ++head) {
                const Vector key = vector_at(layer, head, position, value);
                const Vector negative{-key[0], -key[1], -key[2], -key[3]};
                cache.store(layer, head, position, key.data(), negative.data());
            }
        }
    }
    cache.advance(tokens);
}

template <class T>
void add_bytes(std::vector<std::byte>& bytes, const std::vector<T>& numbers) {
    const auto added = std::as_bytes(std::span(numbers));
    bytes.insert(bytes.end(), added.begin(), added.end());
}

// A tile with these keys, and their negatives as values, by the documented format: the formulas
// come from KvTile's comments, not from the code that writes tiles.
template <class T, class Convert>
void add_float_tile(std::vector<std::byte>& bytes, std::span<const Vector> keys, Convert convert) {
    std::vector<T> by_dimension(kPaddedDim * kKvTileTokens);
    std::vector<T> by_token(kPaddedDim * kKvTileTokens);
    for (std::size_t t = 0; t < keys.size(); ++t) {
        for (std::size_t d = 0; d < kHeadDim; ++d) {
            by_dimension[d * kKvTileTokens + t] = convert(keys[t][d]);
            by_token[t * kPaddedDim + d] = convert(-keys[t][d]);
        }
    }
    add_bytes(bytes, by_dimension);
    add_bytes(bytes, by_token);
}

std::uint16_t f16_bits(float number) {
    return std::bit_cast<std::uint16_t>(static_cast<_Float16>(number));
}

void add_int8_tile(std::vector<std::byte>& bytes, std::span<const Vector> keys) {
    std::vector<std::int8_t> key_quads(kPaddedDim * kKvTileTokens);
    std::vector<std::int8_t> value_quads(kPaddedDim * kKvTileTokens);
    std::vector<std::uint16_t> scales(kKvTileTokens);
    for (std::size_t t = 0; t < keys.size(); ++t) {
        float largest = 0;
        for (const float x : keys[t]) {
            largest = std::max(largest, std::abs(x));
        }
        scales[t] = f16_bits(largest);
        const auto rounded = [&](float x) {
            return static_cast<std::int8_t>(std::nearbyint(x * (127.0F / largest)));
        };
        for (std::size_t d = 0; d < kHeadDim; ++d) {
            key_quads[(d / 4 * kKvTileTokens + t) * 4 + d % 4] = rounded(keys[t][d]);
            value_quads[(t / 4 * kPaddedDim + d) * 4 + t % 4] = rounded(-keys[t][d]);
        }
    }
    add_bytes(bytes, key_quads);
    add_bytes(bytes, value_quads);
    add_bytes(bytes, scales); // of the keys
    add_bytes(bytes, scales); // of the values, which have the same magnitudes
}

// Which tiles of a layer.
struct Tiles {
    std::size_t layer = 0;
    std::size_t first = 0;
    std::size_t count = 0;
};

void add_described(std::vector<std::byte>& bytes, KvDtype dtype, const Tiles& tiles,
                   std::span<const float> value_of_token) {
    for (std::size_t head = 0; head < 2; ++head) {
        for (auto tile = tiles.first; tile < tiles.first + tiles.count; ++tile) {
            std::vector<Vector> keys;
            for (auto position = tile * kKvTileTokens;
                 position < std::min((tile + 1) * kKvTileTokens, value_of_token.size());
                 ++position) {
                keys.push_back(vector_at(tiles.layer, head, position, value_of_token[position]));
            }
            switch (dtype) {
            case KvDtype::f32:
                add_float_tile<float>(bytes, keys, [](float x) { return x; });
                break;
            case KvDtype::f16:
                add_float_tile<std::uint16_t>(bytes, keys, f16_bits);
                break;
            case KvDtype::int8:
                add_int8_tile(bytes, keys);
                break;
            }
        }
    }
}

ModelConfig with_window(ModelConfig config, std::size_t window) {
    for (auto& layer : config.layers) {
        layer.window = layer.window ? std::optional(window) : std::nullopt;
    }
    return config;
}

} // namespace

TEST_CASE("the bytes of an entry follow the documented format") {
    static_assert(kKvFormatVersion == 3,
                  "a new layout needs a new version, and this test the new format");
    for (const auto dtype : {KvDtype::int8, KvDtype::f16, KvDtype::f32}) {
        CAPTURE(static_cast<int>(dtype));
        KvCache cache(two_layers(100), dtype);
        append(cache, 256, 1.0F);
        append(cache, 70, 3.0F);
        std::vector<float> values(256, 1.0F);
        values.resize(326, 3.0F);
        std::vector<std::byte> block;
        add_described(block, dtype, {.layer = 0, .first = 0, .count = 4}, values);
        CHECK((joined(KvExport(cache).block(0)) == block));
        std::vector<std::byte> checkpoint;
        add_described(checkpoint, dtype, {.layer = 0, .first = 4, .count = 2},
                      values); // the unfinished block
        add_described(checkpoint, dtype, {.layer = 1, .first = 3, .count = 1},
                      values); // from token 227 on
        add_described(checkpoint, dtype, {.layer = 1, .first = 4, .count = 2}, values);
        CHECK((joined(KvExport(cache).checkpoint()) == checkpoint));
    }
}

TEST_CASE("a restored cache gives the logits of the computed one, bit for bit") {
    for (const auto& config :
         {tiny_pro(), tiny_nope(), tiny_llama(), tiny_gemma(), with_window(tiny_pro(), 100),
          with_window(tiny_gemma(), 256), with_window(tiny_pro(), 512)}) {
        for (const auto kv : {KvDtype::int8, KvDtype::f32}) {
            TinyModel weights(config, WeightDtype::int8, 42);
            const auto model = Transformer::create(config, weights, kv, 1);
            REQUIRE(model);
            const auto text = some_tokens(config, 900, 5);
            const auto next = some_tokens(config, 9, 6);
            const auto cache = (*model)->make_cache();
            for (const std::size_t length :
                 {1U,   7U,   8U,   9U,   63U,  64U,  65U,  99U,  100U, 101U, 255U, 256U, 257U,
                  263U, 264U, 265U, 320U, 355U, 356U, 511U, 512U, 513U, 767U, 768U, 769U, 800U}) {
                CAPTURE(to_string(config.family), static_cast<int>(kv), length);
                const auto part =
                    std::span(text).subspan(cache->length(), length - cache->length());
                REQUIRE((*model)->forward(part, *cache, LogitsFor::none, {}, {}));
                const auto copy = restored(*cache, config);
                CHECK(copy->length() == length);
                std::vector<float> expected(next.size() * config.vocabulary_size);
                std::vector<float> actual(expected.size());
                REQUIRE((*model)->forward(next, *cache->fork(), LogitsFor::all, expected, {}));
                REQUIRE((*model)->forward(next, *copy, LogitsFor::all, actual, {}));
                REQUIRE(std::memcmp(expected.data(), actual.data(),
                                    expected.size() * sizeof(float)) == 0);
            }
        }
    }
}

TEST_CASE("a restored cache can be truncated only to what it contains") {
    KvCache cache(two_layers(100), KvDtype::int8);
    append(cache, 600, 1.0F);
    const auto copy = restored(cache, two_layers(100));
    CHECK(copy->can_truncate(600 - 8));
    CHECK(copy->can_truncate(547)); // its window begins with the tile at 448
    CHECK(cache.can_truncate(546));
    CHECK_FALSE(copy->can_truncate(546));
    REQUIRE(copy->truncate(0));
    append(*copy, 700, 2.0F);
    CHECK(copy->can_truncate(600));
}

TEST_CASE("an entry keeps its bytes while the sequence is extended, truncated and extended again") {
    KvCache cache(two_layers(100), KvDtype::f32);
    append(cache, 300, 1.0F);
    const KvBytes block = KvExport(cache).block(0);
    const KvBytes checkpoint = KvExport(cache).checkpoint();
    const auto block_before = joined(block);
    const auto tail_before = joined(checkpoint);
    append(cache, 5, 9.0F);
    CHECK(joined(checkpoint) == tail_before);
    REQUIRE(cache.truncate(250));
    append(cache, 400, 7.0F);
    CHECK(joined(block) == block_before);
    CHECK(joined(checkpoint) == tail_before);
}

TEST_CASE("a checkpoint contains the last window and the unfinished block, nothing more") {
    const auto config = two_layers(512);
    KvCache cache(config, KvDtype::int8);
    append(cache, 1024, 1.0F);
    const auto tile = cache.layout().head_tile_bytes() * config.n_kv_heads;
    CHECK(joined(KvExport(cache).checkpoint()).size() == 512 / kKvTileTokens * tile);
    append(cache, 1, 1.0F); // one more tile of the window, and one of the unfinished block
    CHECK(joined(KvExport(cache).checkpoint()).size() == (512 / kKvTileTokens + 1 + 1) * tile);
    CHECK(joined(KvExport(cache).block(3)).size() == 4 * tile);
    CHECK_FALSE(resumes_at_blocks(config));
}
