#pragma once

#include "core/ids.h"
#include "inference/tokenizer/encoding.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <queue>
#include <tuple>
#include <vector>

namespace sotto::inference {

/// A token of a piece that is being merged: its id and its bytes [begin, end) in the piece.
struct MergeSymbol {
    TokenId id = -1;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// What two adjacent tokens merge into. The lowest rank merges first.
struct PairMerge {
    static constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t rank = kNever;
    TokenId id = -1;
};

namespace merge_details {

/// For short pieces: scans for the best pair after each merge. Most pieces have a few bytes, for
/// which a scan is faster than a list or heap.
template <class FindMerge>
void merge_short(std::vector<MergeSymbol>& symbols, std::vector<PairMerge>& pairs,
                 const FindMerge& find_merge) {
    pairs.clear();
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
        pairs.push_back(find_merge(symbols[i], symbols[i + 1]));
    }
    while (!pairs.empty()) {
        const auto best = std::ranges::min_element(pairs, {}, &PairMerge::rank);
        if (best->rank == PairMerge::kNever) {
            return;
        }
        const auto at = best - pairs.begin();
        const auto left = symbols.begin() + at;
        left->id = best->id;
        left->end = (left + 1)->end;
        symbols.erase(left + 1);
        pairs.erase(best);
        const auto index = static_cast<std::size_t>(at);
        if (index < pairs.size()) {
            pairs[index] = find_merge(symbols[index], symbols[index + 1]);
        }
        if (index > 0) {
            pairs[index - 1] = find_merge(symbols[index - 1], symbols[index]);
        }
    }
}

/// For long pieces: a linked list and a heap, so that a megabyte without a space takes O(n log n).
template <class FindMerge>
void merge_long(std::vector<MergeSymbol>& symbols, const FindMerge& find_merge,
                const StopCheck& stop = {}) {
    constexpr std::uint32_t kEnd = std::numeric_limits<std::uint32_t>::max();
    struct Candidate {
        std::uint32_t rank;
        std::uint32_t left;
        std::uint32_t right;
        TokenId id;
        TokenId left_id; // with right_id: detects a pair that has changed since
        TokenId right_id;
        bool operator>(const Candidate& other) const {
            return std::tie(rank, left) > std::tie(other.rank, other.left);
        }
    };
    const auto count = static_cast<std::uint32_t>(symbols.size());
    std::vector<std::uint32_t> next;
    std::vector<std::uint32_t> previous;
    next.reserve(count);
    previous.reserve(count);
    std::vector<Candidate> storage;
    storage.reserve(count);
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> heap(std::greater<>{},
                                                                                std::move(storage));
    const auto offer = [&](std::uint32_t left, std::uint32_t right) {
        const PairMerge merge = find_merge(symbols[left], symbols[right]);
        if (merge.rank != PairMerge::kNever) {
            heap.push({merge.rank, left, right, merge.id, symbols[left].id, symbols[right].id});
        }
    };
    for (std::uint32_t i = 0; i < count && !stop.requested(); ++i) {
        next.push_back(i + 1 < count ? i + 1 : kEnd);
        previous.push_back(i > 0 ? i - 1 : kEnd);
        if (i + 1 < count) {
            offer(i, i + 1);
        }
    }
    while (!heap.empty() && !stop.requested()) {
        const Candidate best = heap.top();
        heap.pop();
        // A merged symbol has id -1, so that stale candidates are skipped here.
        if (symbols[best.left].id != best.left_id || symbols[best.right].id != best.right_id ||
            next[best.left] != best.right) {
            continue;
        }
        symbols[best.left].id = best.id;
        symbols[best.left].end = symbols[best.right].end;
        symbols[best.right].id = -1;
        const std::uint32_t after = next[best.right];
        next[best.left] = after;
        if (after != kEnd) {
            previous[after] = best.left;
            offer(best.left, after);
        }
        if (previous[best.left] != kEnd) {
            offer(previous[best.left], best.left);
        }
    }
    std::erase_if(symbols, [](const MergeSymbol& symbol) { return symbol.id < 0; });
}

} // namespace merge_details

/// Merges adjacent symbols, always the pair with the lowest rank and of equals the leftmost, until
/// no pair can merge. `find_merge(left, right)` returns a PairMerge. `pairs` is scratch memory,
/// kept by the caller so that short pieces need no allocation. Symbol ids are not negative. After a
/// stop the symbols are incomplete. Source: Sennrich, Haddow, Birch 2016, section 3.2.
template <class FindMerge>
void merge_byte_pairs(std::vector<MergeSymbol>& symbols, std::vector<PairMerge>& pairs,
                      const FindMerge& find_merge, const StopCheck& stop = {}) {
    constexpr std::size_t kShort = 96;
    if (symbols.size() <= kShort) {
        merge_details::merge_short(symbols, pairs, find_merge);
    } else {
        merge_details::merge_long(symbols, find_merge, stop);
    }
}

} // namespace sotto::inference
