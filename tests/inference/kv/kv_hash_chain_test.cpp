#include "inference/kv/kv_cache.h"
#include "inference/kv/kv_hash_chain.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <numeric>

using namespace sotto;
using namespace sotto::inference;

namespace {

std::vector<TokenId> counting(std::size_t count, TokenId first = 0) {
    std::vector<TokenId> tokens(count);
    std::ranges::iota(tokens, first);
    return tokens;
}

std::vector<KvKey> names(const KvKey& root, const std::vector<TokenId>& tokens) {
    KvHashChain chain(root);
    chain.extend(tokens);
    return {chain.blocks().begin(), chain.blocks().end()};
}

} // namespace

TEST_CASE("equal prefixes, and only they, have equal keys") {
    const auto root = kv_root("a model", KvDtype::int8);
    const auto tokens = counting(1000);
    const auto all = names(root, tokens);
    REQUIRE(all.size() == 3);
    auto other = tokens;
    other[300] = -1;
    const auto others = names(root, other);
    CHECK(others[0] == all[0]);
    CHECK(others[1] != all[1]);
    CHECK(others[2] != all[2]); // the same tokens after different ones
    CHECK(names(kv_root("another model", KvDtype::int8), tokens)[0] != all[0]);
    CHECK(names(kv_root("a model", KvDtype::f32), tokens)[0] != all[0]);
}

TEST_CASE("a growing text keeps its keys") {
    KvHashChain chain(kv_root("a model", KvDtype::int8));
    const auto tokens = counting(1000);
    for (std::size_t length = 0; length <= tokens.size(); length += 50) {
        chain.extend(std::span(tokens).first(length));
        CHECK(chain.blocks().size() == length / kKvBlockTokens);
    }
    CHECK(std::ranges::equal(chain.blocks(), names(kv_root("a model", KvDtype::int8), tokens)));
}

TEST_CASE(
    "a block's name has its parent and tokens, a checkpoint's the tokens after the last block") {
    const auto root = kv_root("a model", KvDtype::int8);
    KvHashChain chain(root);
    const auto tokens = counting(600);
    chain.extend(tokens);
    const auto first = chain.block(tokens, 0);
    const auto second = chain.block(tokens, 1);
    CHECK(first.parent == root);
    CHECK(second.parent == first.key);
    CHECK(second.tokens == counting(256, 256));
    const auto checkpoint = chain.checkpoint(tokens);
    CHECK(checkpoint.kind == KvEntryKind::checkpoint);
    CHECK(checkpoint.parent == second.key);
    CHECK(checkpoint.tokens == counting(600 - 512, 512));
    CHECK(chain.checkpoint(std::span(tokens).first(512)).tokens.empty());
    CHECK(chain.checkpoint(std::span(tokens).first(512)).key != second.key);
    const auto query = chain.query(tokens, 599, KvQuery::Resume::at_checkpoints);
    CHECK(query.blocks.size() == 2);
    CHECK(query.tokens == counting(599));
    CHECK(chain.query(tokens, 511, KvQuery::Resume::at_checkpoints).blocks.size() == 1);
}
