#include "inference/generation/prompt_lookup.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

std::vector<TokenId> drafted(const PromptLookup& lookup, std::size_t most = kMaxDraftTokens) {
    const auto draft = lookup.draft(most);
    return {draft.tokens.begin(), draft.tokens.begin() + static_cast<std::ptrdiff_t>(draft.count)};
}

PromptLookup lookup_of(const std::vector<TokenId>& tokens) {
    PromptLookup lookup;
    lookup.assign(tokens);
    return lookup;
}

} // namespace

TEST_CASE("the continuation of an earlier match is drafted") {
    const auto lookup = lookup_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 50, 1, 2, 3});
    CHECK(drafted(lookup) == std::vector<TokenId>{4, 5, 6, 7, 8, 9, 10});
    CHECK(drafted(lookup, 2) == std::vector<TokenId>{4, 5});
    CHECK(drafted(lookup, 0).empty());
    CHECK(lookup.draft(3).matched_tokens == 3);
}

TEST_CASE("nothing is drafted without an earlier match") {
    CHECK(drafted(lookup_of({})).empty());
    CHECK(drafted(lookup_of({1})).empty());
    CHECK(drafted(lookup_of({1, 2, 3, 4, 2, 4})).empty());
    CHECK(lookup_of({7, 1, 7}).draft(1).matched_tokens == 0);
}

TEST_CASE("two tokens are enough if three never occurred") {
    const auto lookup = lookup_of({1, 2, 3, 4, 9, 2, 3});
    CHECK(drafted(lookup, 1) == std::vector<TokenId>{4});
    CHECK(lookup.draft(1).matched_tokens == 2);
}

TEST_CASE("the longest match wins, among equals the latest") {
    CHECK(drafted(lookup_of({8, 1, 2, 3, 40, 9, 1, 2, 3, 50, 8, 1, 2, 3}), 1) ==
          std::vector<TokenId>{40});
    CHECK(drafted(lookup_of({8, 1, 2, 3, 40, 9, 1, 2, 3, 50, 7, 1, 2, 3}), 1) ==
          std::vector<TokenId>{50});
}

TEST_CASE("a repeating pattern is continued") {
    CHECK(drafted(lookup_of({5, 1, 2, 3, 1, 2, 3})) == std::vector<TokenId>{1, 2, 3, 1, 2, 3, 1});
    CHECK(drafted(lookup_of({4, 4, 4}), 3) == std::vector<TokenId>{4, 4, 4});
}

TEST_CASE("a changed sequence drafts like a new one") {
    std::uint64_t seed = 11;
    const auto random_tokens = [&seed](std::size_t count) {
        std::vector<TokenId> tokens(count);
        std::ranges::generate(tokens, [&] { return static_cast<TokenId>(random_unit(seed) * 6); });
        return tokens;
    };
    PromptLookup changed;
    auto tokens = random_tokens(3000); // makes the tables grow
    changed.assign(tokens);
    for (const std::size_t kept : {2500U, 2499U, 40U, 1U, 0U}) {
        tokens.resize(kept);
        const auto more = random_tokens(700);
        tokens.insert(tokens.end(), more.begin(), more.end());
        changed.assign(tokens);
        CHECK(std::ranges::equal(changed.tokens(), tokens));
        auto fresh = lookup_of(tokens);
        for (int i = 0; i < 50; ++i) {
            CAPTURE(kept, i);
            CHECK(drafted(changed) == drafted(fresh));
            CHECK(changed.draft(1).matched_tokens == fresh.draft(1).matched_tokens);
            const auto next = random_tokens(1).front();
            changed.append(next);
            fresh.append(next);
            tokens.push_back(next);
        }
    }
}

TEST_CASE("a draft is what a plain search of the latest matches finds") {
    std::uint64_t seed = 3;
    std::vector<TokenId> tokens;
    PromptLookup lookup;
    std::size_t found = 0;
    for (int i = 0; i < 400; ++i) {
        tokens.push_back(static_cast<TokenId>(random_unit(seed) * 40));
        lookup.append(tokens.back());
        // With so few repetitions every match is among the latest: the result is the longest match
        // of all, among equals the latest.
        std::size_t best = 0;
        std::size_t best_end = 0;
        for (std::size_t end = tokens.size() - 1; end > 0; --end) {
            std::size_t matched = 0;
            while (matched < end &&
                   tokens[end - 1 - matched] == tokens[tokens.size() - 1 - matched]) {
                ++matched;
            }
            if (matched > std::max<std::size_t>(best, 1)) {
                best = matched;
                best_end = end;
            }
        }
        const auto draft = lookup.draft(1);
        REQUIRE(draft.matched_tokens == best);
        if (best > 0) {
            ++found;
            REQUIRE(draft.tokens[0] == tokens[best_end]);
        }
    }
    CHECK(found > 20);
}
