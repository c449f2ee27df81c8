#include "inference/generation/prompt_lookup.h"

#include <algorithm>

namespace sotto::inference {

namespace {

constexpr std::size_t kFirstBuckets = 1024;
// Earlier occurrences that a draft compares, and tokens compared at each of them.
constexpr std::size_t kMaxPlaces = 16;
constexpr std::size_t kMaxMatchedTokens = 32;

// Number of equal tokens before `end` and before the end of `tokens`.
std::size_t matched_before(std::span<const TokenId> tokens, std::size_t end) {
    const auto most = std::min(end, kMaxMatchedTokens);
    std::size_t matched = 0;
    while (matched < most && tokens[end - 1 - matched] == tokens[tokens.size() - 1 - matched]) {
        ++matched;
    }
    return matched;
}

} // namespace

std::size_t NgramIndex::bucket(std::span<const TokenId> tokens, std::size_t end) const {
    std::uint64_t hash = 0;
    for (const auto token : tokens.subspan(end - order_, order_)) {
        hash = (hash ^ static_cast<std::uint32_t>(token)) * 0x9E3779B97F4A7C15ULL;
        hash ^= hash >> 29U;
    }
    return hash & (heads_.size() - 1);
}

void NgramIndex::link(std::span<const TokenId> tokens, std::size_t end) {
    if (end >= order_) {
        auto& head = heads_[bucket(tokens, end)];
        previous_[end] = head;
        head = static_cast<std::uint32_t>(end);
    }
}

void NgramIndex::append(std::span<const TokenId> tokens) {
    previous_.resize(tokens.size() + 1);
    if (2 * tokens.size() <= heads_.size()) {
        link(tokens, tokens.size());
        return;
    }
    heads_.assign(std::max(2 * heads_.size(), kFirstBuckets), 0);
    for (auto end = order_; end <= tokens.size(); ++end) {
        link(tokens, end);
    }
}

void NgramIndex::remove_last(std::span<const TokenId> tokens) {
    const auto end = tokens.size();
    if (end >= order_) {
        heads_[bucket(tokens, end)] = previous_[end];
    }
    previous_.resize(end);
}

void PromptLookup::assign(std::span<const TokenId> tokens) {
    const auto common = std::ranges::mismatch(tokens_, tokens).in1 - tokens_.begin();
    truncate(static_cast<std::size_t>(common));
    for (const auto token : tokens.subspan(static_cast<std::size_t>(common))) {
        append(token);
    }
}

void PromptLookup::append(TokenId token) {
    tokens_.push_back(token);
    for (auto& index : indexes_) {
        index.append(tokens_);
    }
}

void PromptLookup::truncate(std::size_t length) {
    for (; tokens_.size() > length; tokens_.pop_back()) {
        for (auto& index : indexes_) {
            index.remove_last(tokens_);
        }
    }
}

Draft PromptLookup::draft(std::size_t most) const {
    Draft draft;
    const auto length = tokens_.size();
    std::size_t best_end = 0;
    for (const auto& index : indexes_) {
        auto end = length == 0 || best_end != 0 ? 0 : index.before(length);
        for (std::size_t place = 0; end != 0 && place < kMaxPlaces; ++place) {
            // A single token is no evidence, and a hash may be that of another n-gram.
            const auto matched = matched_before(tokens_, end);
            if (matched > std::max<std::size_t>(draft.matched_tokens, 1)) {
                draft.matched_tokens = matched;
                best_end = end;
            }
            end = index.before(end);
        }
    }
    if (best_end != 0) {
        draft.count = std::min(most, kMaxDraftTokens);
        for (std::size_t i = 0; i < draft.count; ++i) {
            draft.tokens[i] = tokens_[best_end + i % (length - best_end)];
        }
    }
    return draft;
}

} // namespace sotto::inference
