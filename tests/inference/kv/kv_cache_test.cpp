#include "inference/kv/kv_cache.h"
#include "inference/kv/kv_slab.h"
#include "tests/inference/support/two_layers.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

void append(KvCache& cache, std::size_t tokens, float value) {
    REQUIRE(cache.reserve(tokens));
    const std::array<float, kHeadDim> vector{value, -value, 2 * value, 0};
    for (std::size_t i = 0; i < tokens; ++i) {
        for (std::size_t layer = 0; layer < 2; ++layer) {
            for (std::size_t head = 0; head < 2; ++head) {
                cache.store(layer, head, cache.length() + i, vector.data(), vector.data());
            }
        }
    }
    cache.advance(tokens);
}

float first_value(const KvCache& cache, std::size_t position) {
    const auto tile = cache.tile(0, 1, position / kKvTileTokens);
    return static_cast<const float*>(
        tile.values)[position % kKvTileTokens * cache.layout().padded_head_dim()];
}

} // namespace

TEST_CASE("keys are stored by dimension, values by token") {
    KvCache cache(two_layers(16), KvDtype::f32);
    append(cache, 3, 1.0F);
    append(cache, 1, 5.0F);
    const auto tile = cache.tile(0, 0, 0);
    const auto* keys = static_cast<const float*>(tile.keys);
    const auto* values = static_cast<const float*>(tile.values);
    CHECK(keys[3] == 5.0F);
    CHECK(keys[2 * kKvTileTokens + 3] == 10.0F);
    CHECK(values[3 * kKvLaneElements + 1] == -5.0F);
    CHECK(values[3 * kKvLaneElements + kHeadDim] == 0.0F);
}

TEST_CASE("int8 has a scale per token and head, and NaN is preserved") {
    KvCache cache(two_layers(16), KvDtype::int8);
    append(cache, 1, 127.0F);
    append(cache, 1, std::numeric_limits<float>::infinity());
    append(cache, 1, 1.0F);
    const auto tile = cache.tile(0, 1, 0);
    constexpr std::uint16_t k254 = 0x5BF0; // f16
    constexpr std::uint16_t kTwo = 0x4000;
    constexpr std::uint16_t kNan = 0x7E00;
    CHECK(tile.key_scales[0] == k254);
    CHECK(tile.value_scales[0] == k254);
    CHECK(tile.key_scales[1] == kNan);
    CHECK(tile.value_scales[1] == 0);
    CHECK(tile.key_scales[2] == kTwo);
}

TEST_CASE("int8 is interleaved in quads: four dimensions of a key, four tokens of a value") {
    static_assert(kKvFormatVersion == 3,
                  "a new layout needs a new number, and this test its bytes");
    KvCache cache(two_layers(16), KvDtype::int8);
    for (int i = 1; i <= 6; ++i) {
        append(cache, 1, static_cast<float>(i) * 127);
    }
    const auto tile = cache.tile(0, 0, 0);
    const std::size_t width = cache.layout().padded_head_dim();
    const std::array<std::int8_t, kHeadDim> expected{64, -64, 127, 0};
    for (std::size_t dim = 0; dim < kHeadDim; ++dim) {
        CAPTURE(dim);
        CHECK(tile.int8_keys()[dim] == expected[dim]);
        CHECK(tile.int8_keys()[5 * 4 + dim] == tile.int8_keys()[2 * 4 + dim]); // 6 = 2 · 3
        CHECK(tile.int8_values()[dim * 4] == expected[dim]);
        CHECK(tile.int8_values()[(width + dim) * 4 + 1] == tile.int8_values()[dim * 4 + 2]);
    }
    CHECK(tile.int8_keys()[kKvTileTokens * 4] == 0); // padding
    CHECK(static_cast<const void*>(tile.key_scales) == tile.int8_values() + kKvTileTokens * width);
    CHECK(tile.value_scales == tile.key_scales + kKvTileTokens);
    CHECK(reinterpret_cast<std::uintptr_t>(tile.keys) % 64 == 0);
}

TEST_CASE("a layer with a window drops blocks, the others drop none") {
    KvCache cache(two_layers(100), KvDtype::f32);
    append(cache, 256, 1.0F);
    const auto block = cache.bytes() / 2;
    for (int i = 0; i < 7; ++i) {
        append(cache, 256, 1.0F);
    }
    // 8 blocks of the global layer, and those of the last 256 + 100 tokens of the other.
    CHECK(cache.bytes() == (8 + 2) * block);
}

TEST_CASE("a sequence can be truncated as far as its windows reach") {
    KvCache cache(two_layers(100), KvDtype::f32);
    append(cache, 2000, 1.0F);
    CHECK(cache.can_truncate(2000));
    CHECK(cache.can_truncate(2000 - 256));
    CHECK_FALSE(cache.can_truncate(1000));
    CHECK_FALSE(cache.can_truncate(2001));
    const auto status = cache.truncate(1000);
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::invalid_input);
    CHECK(cache.length() == 2000);
    REQUIRE(cache.truncate(1800));
    CHECK(cache.length() == 1800);
    REQUIRE(cache.truncate(0));
    CHECK(cache.bytes() == 0);
    append(cache, 10, 2.0F);
    CHECK(first_value(cache, 9) == 2.0F);
}

TEST_CASE("the last eight tokens can be rolled back repeatedly with any window") {
    for (const std::size_t window : {1U, 8U, 100U, 256U, 300U}) {
        KvCache cache(two_layers(window), KvDtype::int8);
        for (std::size_t kept = 1; kept < 1100; ++kept) {
            append(cache, 8, static_cast<float>(kept));
            CAPTURE(window, kept);
            REQUIRE(cache.can_truncate(cache.length() - 8));
            REQUIRE(cache.truncate(kept));
        }
    }
}

TEST_CASE("a fork shares existing blocks and copies them on write") {
    KvCache cache(two_layers(100), KvDtype::f32);
    append(cache, 300, 1.0F);
    auto fork = cache.fork();
    append(*fork, 5, 2.0F);
    append(cache, 5, 3.0F);
    CHECK(first_value(*fork, 299) == 1.0F);
    CHECK(first_value(*fork, 300) == 2.0F);
    CHECK(first_value(cache, 300) == 3.0F);
}

TEST_CASE("blocks created together are zeroed, disjoint, and outlive one another") {
    const KvLayout layout{KvDtype::f32, 4, 64};
    const auto count = kKvSlabBytes / layout.block_bytes() + 3;
    auto blocks = KvBlock::create_many(layout, count);
    REQUIRE(blocks.size() == count);
    const auto is_full_of = [](const KvBlock& block, std::byte value) {
        return std::ranges::all_of(block.bytes(), [&](std::byte byte) { return byte == value; });
    };
    for (const auto& block : blocks) {
        CHECK(reinterpret_cast<std::uintptr_t>(block->bytes().data()) % 64 == 0);
        CHECK(is_full_of(*block, std::byte{0}));
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::ranges::fill(blocks[i]->writable_bytes(), static_cast<std::byte>(i));
    }
    const auto last = blocks.back();
    const auto first = blocks.front();
    blocks.erase(blocks.begin() + 1, blocks.end());
    CHECK(is_full_of(*first, std::byte{0}));
    CHECK(is_full_of(*last, static_cast<std::byte>(count - 1)));
    CHECK(is_full_of(*last->clone(), static_cast<std::byte>(count - 1)));
    CHECK(KvBlock::create_many(layout, 0).empty());
}
