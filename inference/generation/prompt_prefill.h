#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "inference/generation/loaded_model.h"
#include "inference/generation/prefix_cache.h"

#include <cstddef>
#include <span>
#include <stop_token>

namespace sotto::inference {

/// Progress is told, and a stop is felt at the latest, after this many tokens of a prompt. Slices
/// begin at multiples of it, but for the first.
inline constexpr std::size_t kPrefillChunkTokens = 128;

/// Reads a prompt into a model's session slice by slice, from the longest beginning that is known
/// already, and lets the store have what becomes whole. Runs on: the inference thread.
class PromptPrefill {
public:
    /// All outlive the reader.
    PromptPrefill(LoadedModel& model, GenerateObserver& observer, const std::stop_token& stop)
        : model_(model), observer_(observer), stop_(stop), prefix_cache_(model) {}

    /// Finds what is known of the first `most` tokens. Errors: cancelled, out_of_memory (there is
    /// no room for the whole prompt).
    Result<PrefixCache::CachedPrefix> begin(std::span<const TokenId> prompt, std::size_t most);

    /// Reads on to the first `end` tokens, without logits. Errors: as Session::extend.
    Status prefill_to(std::size_t end);

    /// Tokens that have been read.
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

/// Reads instructions and documents ahead of any question, and has the store keep them until they
/// are forgotten. A stop is a report too: what was read stays. Errors: context_too_long,
/// invalid_input (there is nothing to read), out_of_memory, and as Session::extend.
[[nodiscard]] Result<PrefillReport> prefill(LoadedModel& model, const PrefillRequest& request,
                                            GenerateObserver& observer);

} // namespace sotto::inference
