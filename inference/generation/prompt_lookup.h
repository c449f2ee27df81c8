#pragma once

#include "core/ids.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Maximum number of draft tokens: with the token before them they make a batch of eight, which
/// costs the int4 kernels as much as two tokens.
inline constexpr std::size_t kMaxDraftTokens = 7;

/// Draft tokens: they followed an earlier occurrence of the last tokens.
struct Draft {
    std::array<TokenId, kMaxDraftTokens> tokens{};
    std::size_t count = 0;          ///< 0 = no earlier occurrence
    std::size_t matched_tokens = 0; ///< length of the match, as far as compared
};

/// Earlier positions of each n-gram of `order` tokens: a chain per hash, the latest first.
class NgramIndex {
public:
    explicit NgramIndex(std::size_t order) : order_(order) {}

    /// Indexes the n-gram that ends with the last token of `tokens`. Amortized constant time.
    void append(std::span<const TokenId> tokens);
    /// Undoes the append() of the last token of `tokens`.
    void remove_last(std::span<const TokenId> tokens);

    /// End of the previous n-gram in the chain of the one that ends at `end` (may be a hash
    /// collision); 0 = none.
    [[nodiscard]] std::size_t before(std::size_t end) const { return previous_[end]; }

private:
    [[nodiscard]] std::size_t bucket(std::span<const TokenId> tokens, std::size_t end) const;
    void link(std::span<const TokenId> tokens, std::size_t end);

    std::size_t order_;
    std::vector<std::uint32_t> heads_;    // by bucket; their number is a power of two
    std::vector<std::uint32_t> previous_; // by end position, 0 … tokens
};

/// Prompt lookup decoding: drafts the continuation of a sequence from the sequence itself, that is,
/// prompt, documents and answer so far (Source: Saxena, 2023). Runs on: one thread.
class PromptLookup {
public:
    [[nodiscard]] std::span<const TokenId> tokens() const { return tokens_; }

    /// Replaces the sequence. Work: only for what differs from the previous one.
    void assign(std::span<const TokenId> tokens);
    /// Constant time.
    void append(TokenId token);

    /// Up to `most` tokens that followed the longest match found among the latest occurrences of
    /// the last three, or else the last two, tokens. A repeating pattern is continued. Constant
    /// time.
    [[nodiscard]] Draft draft(std::size_t most) const;

private:
    void truncate(std::size_t length);

    std::vector<TokenId> tokens_;
    std::array<NgramIndex, 2> indexes_{NgramIndex(3), NgramIndex(2)};
};

} // namespace sotto::inference
