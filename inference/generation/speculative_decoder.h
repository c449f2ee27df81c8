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

/// State of speculative decoding. Kept from answer to answer, so that a conversation is indexed
/// once.
struct SpeculationState {
    PromptLookup lookup;
    DraftLengthPolicy policy;
    // Counts of all finished verifications:
    std::size_t drafted = 0;
    std::size_t accepted = 0;
};

/// Speculative decoding with prompt lookup: provides the logits after each token of a growing text,
/// one token at a time. Computes several tokens in one pass where they can be drafted, and rolls
/// back draft tokens that the caller did not choose. Since the model is batch-invariant
/// (Session::can_verify_drafts), logits and sequence are always the same as without drafts. Runs
/// on: the inference thread.
class SpeculativeDecoder {
public:
    /// Both outlive the object.
    SpeculativeDecoder(Session& session, SpeculationState& speculation)
        : session_(session), speculation_(speculation) {}

    /// Starts a text: computes the last tokens of a prompt and their logits. Errors: as
    /// Session::extend.
    Status begin(std::span<const TokenId> tokens, const std::stop_token& stop);

    /// The logits after tokens(); the caller may modify them. Shape: [vocabulary].
    [[nodiscard]] std::span<float> logits();
    /// The prompt and the text so far.
    [[nodiscard]] std::span<const TokenId> tokens() const;

    /// Appends `token` to the text. `remaining`: how many more tokens the caller may append; no
    /// more are drafted. Errors: as Session::extend.
    Status advance(TokenId token, std::size_t remaining, const std::stop_token& stop);

    /// Rolls back unused draft tokens, also after an error: the session then holds tokens().
    Status finish();

private:
    Status compute(TokenId token, std::size_t remaining, const std::stop_token& stop);

    Session& session_;
    SpeculationState& speculation_;
    std::vector<float> logits_; // [1 + draft tokens, vocabulary]
    bool has_begun_ = false;
    std::size_t length_ = 0;   // of tokens()
    std::size_t row_ = 0;      // of logits()
    std::size_t compared_ = 0; // draft tokens that were compared with a chosen token
    Draft draft_;              // the draft tokens of the last pass
    double seconds_ = 0;       // duration of the last pass
};

} // namespace sotto::inference
