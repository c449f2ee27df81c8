#pragma once

#include "inference/tokenizer/byte_pair_merge.h"

#include <cstdint>
#include <vector>

namespace sotto::inference {

/// The merges of a tokenizer.json: two token ids to the rank and the merged token.
class MergeTable {
public:
    /// Makes room for `pairs` pairs; call it once, before add().
    void reserve(std::size_t pairs);

    /// Adds a merge. The last of several merges of one pair counts, as in the reference
    /// implementation.
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
