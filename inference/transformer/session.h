#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/kv/kv_cache.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// The state of one sequence: its tokens and their KV cache, always in sync. Any error but
/// `cancelled` drops both, so that a half-valid state is never continued. Runs on: the inference
/// thread.
class Session {
public:
    /// `transformer` outlives the session.
    explicit Session(Transformer& transformer);

    [[nodiscard]] std::span<const TokenId> tokens() const { return tokens_; }

    /// Size of the KV cache in bytes.
    [[nodiscard]] std::size_t bytes() const { return cache_->bytes(); }

    /// Length of the longest common prefix of this sequence and `text`; 0 if layers with a window
    /// have dropped too much to go back there.
    [[nodiscard]] std::size_t common_prefix(std::span<const TokenId> text) const;
    /// Goes back to the common prefix and returns its length.
    std::size_t rewind_to(std::span<const TokenId> text);

    /// Replaces the sequence by these tokens, whose keys and values `cache` holds.
    void restore(std::unique_ptr<KvCache> cache, std::span<const TokenId> tokens);
    /// For saving it, between two calls that change the sequence.
    [[nodiscard]] KvCache& cache() { return *cache_; }

    /// Appends tokens and writes logits, as Transformer::forward.
    Status extend(std::span<const TokenId> tokens, LogitsFor logits_for, std::span<float> logits,
                  const std::stop_token& stop);

    /// Drops all but the first `length` tokens. Errors: invalid_input (longer than the sequence, or
    /// a layer with a window has dropped too much), which changes nothing; the last
    /// kMaxVerifiedTokens tokens can always be rolled back.
    Status rollback_to(std::size_t length);

    void reset();

    [[nodiscard]] std::size_t vocabulary_size() const;
    /// As Transformer::can_verify_drafts.
    [[nodiscard]] bool can_verify_drafts() { return transformer_.can_verify_drafts(); }

private:
    Transformer& transformer_;
    std::unique_ptr<KvCache> cache_;
    std::vector<TokenId> tokens_;
};

} // namespace sotto::inference
