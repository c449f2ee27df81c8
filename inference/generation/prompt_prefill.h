#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "inference/generation/loaded_model.h"
#include "inference/generation/prefix_cache.h"

#include <cstddef>
#include <span>
#include <stop_token>

namespace sotto::inference {

/// Tokens per prefill pass: progress is reported, and a stop takes effect, at least this often.
/// Every chunk but the first begins at a multiple of it.
inline constexpr std::size_t kPrefillChunkTokens = 128;

/// Prefills a prompt into a model's session chunk by chunk, starting after the longest known
/// prefix, and saves completed blocks to the store. Runs on: the inference thread.
class PromptPrefill {
public:
    /// All outlive the object.
    PromptPrefill(LoadedModel& model, GenerateObserver& observer, const std::stop_token& stop)
        : model_(model), observer_(observer), stop_(stop), prefix_cache_(model) {}

    /// Restores the longest known prefix of the first `most` tokens. Errors: cancelled,
    /// out_of_memory (no room for the whole prompt).
    Result<PrefixCache::CachedPrefix> begin(std::span<const TokenId> prompt, std::size_t most);

    /// Prefills up to the first `end` tokens, without logits. Errors: as Session::extend.
    Status prefill_to(std::size_t end);

    /// Tokens in the session so far.
    [[nodiscard]] std::size_t position() const { return model_.session().tokens().size(); }
    [[nodiscard]] PrefixCache& prefix_cache() { return prefix_cache_; }

    void report_progress() const;

private:
    LoadedModel& model_;
    GenerateObserver& observer_;
    const std::stop_token& stop_;
    PrefixCache prefix_cache_;
    std::span<const TokenId> prompt_;
};

/// Prefills instructions and documents before any question is asked, and pins them in the store
/// until they are purged. A stopped prefill is a result too: completed chunks are kept. Errors:
/// context_too_long, invalid_input (nothing to read), out_of_memory, and as Session::extend.
[[nodiscard]] Result<PrefillReport> prefill(LoadedModel& model, const PrefillRequest& request,
                                            GenerateObserver& observer);

} // namespace sotto::inference
