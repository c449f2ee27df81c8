#include "inference/tokenizer/merge_table.h"

#include <bit>

namespace sotto::inference {

void MergeTable::reserve(std::size_t pairs) {
    slots_.assign(std::bit_ceil(pairs * 2 + 1), Slot{});
}

std::size_t MergeTable::slot_of(TokenId left, TokenId right) const {
    // Multiplicative hashing. Source: Knuth, TAOCP 3, 6.4.
    const std::uint64_t key =
        (static_cast<std::uint64_t>(left) << 32U) | static_cast<std::uint32_t>(right);
    const std::uint64_t mixed = (key ^ (key >> 29U)) * 0x9E3779B97F4A7C15U;
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(mixed >> 32U) & mask;
    while (slots_[at].left >= 0 && (slots_[at].left != left || slots_[at].right != right)) {
        at = (at + 1) & mask;
    }
    return at;
}

void MergeTable::add(TokenId left, TokenId right, PairMerge merge) {
    slots_[slot_of(left, right)] = {left, right, merge};
}

PairMerge MergeTable::find(TokenId left, TokenId right) const {
    return slots_.empty() ? PairMerge{} : slots_[slot_of(left, right)].merge;
}

} // namespace sotto::inference
