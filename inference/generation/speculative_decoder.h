#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/generation/draft_length_policy.h"
#include "inference/generation/prompt_lookup.h"
#include "inference/transformer/session.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// What guessing learned; kept from answer to answer, so that a conversation is indexed once.
struct SpeculationState {
    PromptLookup lookup;
    DraftLengthPolicy policy;
    // Since the beginning, of finished verifications:
    std::size_t drafted = 0;
    std::size_t accepted = 0;
};

/// The logits after each token of a growing text, one token after the other. It computes several
/// tokens at once where it can draft them: what it drafted and the caller did not write is taken
/// back, and since rows have the same bits alone and together (Session::can_verify_drafts), logits
/// and sequence are always those of a stream that never drafts. Runs on: the inference thread.
class SpeculativeDecoder {
public:
    /// Both outlive the stream.
    SpeculativeDecoder(Session& session, SpeculationState& speculation)
        : session_(session), speculation_(speculation) {}

    /// Computes the last tokens of a prompt and their logits, which begins a text. Errors: as
    /// Session::extend.
    Status begin(std::span<const TokenId> tokens, const std::stop_token& stop);

    /// The logits of the token after tokens(); the caller may change them. Shape: [vocabulary].
    [[nodiscard]] std::span<float> logits();
    /// Prompt and text so far.
    [[nodiscard]] std::span<const TokenId> tokens() const;

    /// Adds `token` to the text. `remaining`: how many more tokens the caller may add, this one not
    /// counted; no more are computed. Errors: as Session::extend.
    Status advance(TokenId token, std::size_t remaining, const std::stop_token& stop);

    /// Takes back what was drafted and not written, also after an error: the session then holds
    /// tokens().
    Status finish();

private:
    Status compute(TokenId token, std::size_t remaining, const std::stop_token& stop);

    Session& session_;
    SpeculationState& speculation_;
    std::vector<float> logits_; // [1 + candidates, vocabulary]
    bool has_begun_ = false;
    std::size_t length_ = 0;   // of tokens()
    std::size_t row_ = 0;      // of logits()
    std::size_t compared_ = 0; // candidates that a written token was compared with
    Draft draft_;              // the candidates in the last pass
    double seconds_ = 0;       // that pass took
};

} // namespace sotto::inference
