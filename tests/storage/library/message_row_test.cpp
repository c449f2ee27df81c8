#include "storage/library/message_row.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <limits>

using namespace sotto;
using namespace sotto::storage;

TEST_CASE("token ids are stored as 32-bit little-endian integers") {
    const std::array<TokenId, 2> ids = {0x01020304, -1};
    const auto bytes = pack_token_ids(ids);
    const std::array<std::byte, 8> expected = {std::byte{4},    std::byte{3},    std::byte{2},
                                               std::byte{1},    std::byte{0xFF}, std::byte{0xFF},
                                               std::byte{0xFF}, std::byte{0xFF}};
    CHECK(std::ranges::equal(bytes, expected));
}

TEST_CASE("every token id is read back exactly") {
    const std::vector<TokenId> ids = {0,
                                      1,
                                      -1,
                                      127,
                                      128,
                                      65'536,
                                      std::numeric_limits<TokenId>::max(),
                                      std::numeric_limits<TokenId>::min()};
    CHECK(unpack_token_ids(pack_token_ids(ids)) == ids);
    CHECK(unpack_token_ids({})->empty());
}

TEST_CASE("a size that is not a multiple of four is damage") {
    const std::array<std::byte, 5> bytes{};
    const auto ids = unpack_token_ids(bytes);
    REQUIRE_FALSE(ids);
    CHECK(ids.error().code == ErrorCode::corrupt_data);
}
