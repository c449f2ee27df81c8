#include "inference/engine/kv_transfer.h"
#include "inference/engine/transformer.h"
#include "inference/import/checksum.h"
#include "tests/inference/engine/tiny_model.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstring>
#include <format>

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

// Fills the target from the beginning of `from`, which must be as long.
void fill(const KvTarget& target, std::span<const std::byte> from) {
    for (const auto& part : target.bytes) {
        REQUIRE(part.size() <= from.size());
        std::memcpy(part.data(), from.data(), part.size());
        from = from.subspan(part.size());
    }
    REQUIRE(from.empty());
}

// As a store would: all pieces of a cache as bytes, and a new cache from these.
std::unique_ptr<KvCache> restored(KvCache& cache, const ModelConfig& config) {
    auto made = KvImport::begin(config, cache.layout().form, cache.length());
    REQUIRE(made);
    for (std::size_t i = 0; i < cache.length() / kKvBlockTokens; ++i) {
        fill(made->block(i), joined(KvExport(cache).block(i)));
    }
    fill(made->tail(), joined(KvExport(cache).tail()));
    return made->finish();
}

// Layer 0 sees everything, layer 1 the last `window` tokens.
ModelConfig two_layers(std::size_t window) {
    ModelConfig config;
    config.n_layers = 2;
    config.n_heads = 2;
    config.n_kv_heads = 2;
    config.head_dim = 4;
    config.layers.resize(2);
    config.layers[1].window = window;
    return config;
}

void append(KvCache& cache, std::size_t tokens, float value) {
    REQUIRE(cache.reserve(tokens));
    for (std::size_t i = 0; i < tokens; ++i) {
        const auto position = cache.length() + i;
        const std::array<float, 4> vector{value + static_cast<float>(position), -value, 1, 0};
        for (std::size_t layer = 0; layer < 2; ++layer) {
            for (std::size_t head = 0; head < 2; ++head) {
                cache.store(layer, head, position, vector.data(), vector.data());
            }
        }
    }
    cache.advance(tokens);
}

std::uint64_t hash(const KvBytes& bytes) {
    return checksum_of(joined(bytes));
}

ModelConfig with_window(ModelConfig config, std::size_t window) {
    for (auto& layer : config.layers) {
        layer.window = layer.window ? std::optional(window) : std::nullopt;
    }
    return config;
}

} // namespace

TEST_CASE("the bytes of a piece are what they were when their format got its number") {
    static_assert(kKvFormatVersion == 1, "a new layout needs a new number, and this test its sums");
    struct Expected {
        KvForm form;
        std::uint64_t block;
        std::uint64_t tail;
    };
    for (const auto& [form, block, tail] :
         {Expected{KvForm::int8, 0, 0}, Expected{KvForm::f16, 0, 0}, Expected{KvForm::f32, 0, 0}}) {
        KvCache cache(two_layers(100), form);
        append(cache, 256, 1.0F);
        append(cache, 70, 3.0F);
        CAPTURE(static_cast<int>(form));
        CHECK(std::format("{:016x}", hash(KvExport(cache).block(0))) ==
              std::format("{:016x}", block));
        CHECK(std::format("{:016x}", hash(KvExport(cache).tail())) == std::format("{:016x}", tail));
    }
}

TEST_CASE("a restored cache gives the logits of the computed one, bit for bit") {
    for (const auto& config :
         {tiny_pro(), tiny_nope(), tiny_llama(), tiny_gemma(), with_window(tiny_pro(), 100),
          with_window(tiny_gemma(), 256), with_window(tiny_pro(), 512)}) {
        for (const auto kv : {KvForm::int8, KvForm::f32}) {
            TinyModel weights(config, WeightForm::int8, 42);
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
                REQUIRE((*model)->forward(part, *cache, LogitRows::none, {}, {}));
                const auto copy = restored(*cache, config);
                CHECK(copy->length() == length);
                std::vector<float> expected(next.size() * config.vocabulary_size);
                std::vector<float> actual(expected.size());
                REQUIRE((*model)->forward(next, *cache->fork(), LogitRows::all, expected, {}));
                REQUIRE((*model)->forward(next, *copy, LogitRows::all, actual, {}));
                REQUIRE(std::memcmp(expected.data(), actual.data(),
                                    expected.size() * sizeof(float)) == 0);
            }
        }
    }
}

TEST_CASE("a restored cache goes back only as far as it has been given") {
    KvCache cache(two_layers(100), KvForm::int8);
    append(cache, 600, 1.0F);
    const auto copy = restored(cache, two_layers(100));
    CHECK(copy->can_truncate(600 - 8));
    CHECK(copy->can_truncate(547)); // whose window begins with the tile at 448
    CHECK(cache.can_truncate(546));
    CHECK_FALSE(copy->can_truncate(546));
    REQUIRE(copy->truncate(0));
    append(*copy, 700, 2.0F);
    CHECK(copy->can_truncate(600));
}

TEST_CASE("a piece keeps its bytes while the sequence goes on, back and on again") {
    KvCache cache(two_layers(100), KvForm::f32);
    append(cache, 300, 1.0F);
    const KvBytes block = KvExport(cache).block(0);
    const KvBytes tail = KvExport(cache).tail();
    const auto block_before = joined(block);
    const auto tail_before = joined(tail);
    append(cache, 5, 9.0F);
    CHECK(joined(tail) == tail_before);
    REQUIRE(cache.truncate(250));
    append(cache, 400, 7.0F);
    CHECK(joined(block) == block_before);
    CHECK(joined(tail) == tail_before);
}

TEST_CASE("a tail has the last window and the open block, no more") {
    const auto config = two_layers(512);
    KvCache cache(config, KvForm::int8);
    append(cache, 1024, 1.0F);
    const auto tile = cache.layout().head_tile_bytes() * config.n_kv_heads;
    CHECK(joined(KvExport(cache).tail()).size() == 512 / kKvTileTokens * tile);
    append(cache, 1, 1.0F); // a tile more of the window, and one of the open block
    CHECK(joined(KvExport(cache).tail()).size() == (512 / kKvTileTokens + 1 + 1) * tile);
    CHECK(joined(KvExport(cache).block(3)).size() == 4 * tile);
    CHECK_FALSE(resumes_at_blocks(config));
}
