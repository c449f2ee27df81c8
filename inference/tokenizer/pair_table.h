#pragma once

#include "inference/tokenizer/byte_pair_merge.h"

#include <cstdint>
#include <vector>

namespace sotto::inference {

/// The merges a tokenizer.json lists: two token ids to their rank and to what they become.
class PairTable {
public:
    /// Makes room for `pairs` pairs; must be called once, before add().
    void reserve(std::size_t pairs);

    /// Adds a merge. Of a pair listed twice the later one counts, as in the reference.
    void add(TokenId left, TokenId right, PairMerge merge);

    /// PairMerge::kNever when the pair does not merge.
    [[nodiscard]] PairMerge find(TokenId left, TokenId right) const;

private:
    struct Slot {
        TokenId left = -1; ///< -1 = free
        TokenId right = -1;
        PairMerge merge;
    };
    [[nodiscard]] std::size_t slot_of(TokenId left, TokenId right) const;

    std::vector<Slot> slots_; // a power of two, at most half full
};

} // namespace sotto::inference
