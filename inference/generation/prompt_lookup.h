#pragma once

#include "core/ids.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Most tokens that are drafted at once: with the token before them they make the eight rows that
/// the int4 kernels compute for the price of two.
inline constexpr std::size_t kMaxDraftTokens = 7;

/// Tokens that may come next, because they came next when the last ones occurred before.
struct Draft {
    std::array<TokenId, kMaxDraftTokens> tokens{};
    std::size_t count = 0;          ///< 0 = nothing alike occurred before
    std::size_t matched_tokens = 0; ///< the last tokens that occurred before, as far as compared
};

/// Where each run of `order` tokens ended before: a chain of positions by hash, the latest first.
class NgramIndex {
public:
    explicit NgramIndex(std::size_t order) : order_(order) {}

    /// Takes in the last token of `tokens`. Constant time, but for doublings of the table.
    void append(std::span<const TokenId> tokens);
    /// Undoes the append() of the last token of `tokens`.
    void remove_last(std::span<const TokenId> tokens);

    /// The end of the run before the one that ends at `end`, which may be another of the same hash;
    /// 0 = there is none.
    [[nodiscard]] std::size_t before(std::size_t end) const { return previous_[end]; }

private:
    [[nodiscard]] std::size_t bucket(std::span<const TokenId> tokens, std::size_t end) const;
    void link(std::span<const TokenId> tokens, std::size_t end);

    std::size_t order_;
    std::vector<std::uint32_t> heads_;    // by bucket; a power of two of them
    std::vector<std::uint32_t> previous_; // by end, 0 … tokens
};

/// Drafts the continuation of a sequence from the sequence itself: prompt, documents and what is
/// written so far (Source: Saxena, prompt lookup decoding, 2023). Runs on: one thread.
class PromptLookup {
public:
    [[nodiscard]] std::span<const TokenId> tokens() const { return tokens_; }

    /// Makes the sequence `tokens`. Work: for what differs from the sequence before.
    void assign(std::span<const TokenId> tokens);
    /// Constant time.
    void append(TokenId token);

    /// At most `most` tokens that followed the longest run of last tokens found among the latest
    /// places where the last three, or else the last two, occurred. A run that repeats itself is
    /// drafted to go on doing so. Constant time.
    [[nodiscard]] Draft draft(std::size_t most) const;

private:
    void truncate(std::size_t length);

    std::vector<TokenId> tokens_;
    std::array<NgramIndex, 2> indexes_{NgramIndex(3), NgramIndex(2)};
};

} // namespace sotto::inference
