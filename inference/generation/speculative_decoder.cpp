#include "inference/generation/speculative_decoder.h"

#include "inference/attention/attention.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace sotto::inference {

static_assert(kMaxDraftTokens + 1 == kMaxVerifiedTokens);

Status SpeculativeDecoder::begin(std::span<const TokenId> tokens, const std::stop_token& stop) {
    logits_.resize(session_.vocabulary_size());
    has_begun_ = true;
    draft_ = {};
    row_ = 0;
    compared_ = 0;
    const auto status = session_.extend(tokens, LogitsFor::last, logits_, stop);
    length_ = session_.tokens().size();
    if (status) {
        speculation_.lookup.assign(session_.tokens());
        speculation_.policy.begin_text();
    }
    return status;
}

std::span<float> SpeculativeDecoder::logits() {
    const auto size = session_.vocabulary_size();
    return std::span(logits_).subspan(row_ * size, size);
}

std::span<const TokenId> SpeculativeDecoder::tokens() const {
    return session_.tokens().first(length_);
}

Status SpeculativeDecoder::advance(TokenId token, std::size_t remaining,
                                   const std::stop_token& stop) {
    speculation_.lookup.append(token);
    if (row_ < draft_.count) {
        ++compared_;
        if (draft_.tokens[row_] == token) {
            ++row_;
            ++length_;
            return {};
        }
    }
    if (auto status = finish(); !status) {
        return status;
    }
    return compute(token, remaining, stop);
}

Status SpeculativeDecoder::finish() {
    if (!has_begun_) {
        return {};
    }
    if (draft_.count > 0) {
        speculation_.policy.record(
            {draft_.matched_tokens, draft_.count, compared_, row_, seconds_});
        speculation_.drafted += draft_.count;
        speculation_.accepted += row_;
    }
    draft_ = {};
    // After an error the session is empty; after a stop it may still contain draft tokens.
    length_ = std::min(length_, session_.tokens().size());
    return session_.rollback_to(length_);
}

Status SpeculativeDecoder::compute(TokenId token, std::size_t remaining,
                                   const std::stop_token& stop) {
    // No logits are needed after the last token.
    auto draft = speculation_.lookup.draft(remaining > 0 ? remaining - 1 : 0);
    draft.count = speculation_.policy.draft_length(draft.matched_tokens, draft.count);
    if (draft.count > 0 && !session_.can_verify_drafts()) {
        draft.count = 0;
    }
    std::array<TokenId, 1 + kMaxDraftTokens> tokens{token};
    std::copy_n(draft.tokens.begin(), draft.count, tokens.begin() + 1);
    const auto rows = 1 + draft.count;
    logits_.resize(std::max(logits_.size(), rows * session_.vocabulary_size()));
    const auto start = std::chrono::steady_clock::now();
    const auto status =
        session_.extend(std::span(tokens).first(rows), LogitsFor::all,
                        std::span(logits_).first(rows * session_.vocabulary_size()), stop);
    if (!status) {
        return status;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    draft_ = draft;
    seconds_ = taken.count();
    row_ = 0;
    compared_ = 0;
    ++length_;
    if (draft.count == 0) {
        speculation_.policy.record_plain(seconds_);
    }
    return {};
}

} // namespace sotto::inference
