#pragma once

#include "core/error.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace sotto::inference {

/// The losses of each of the first `tokens` tokens of a text (except the very first) under one
/// candidate, in nats. Shape: the same for every candidate.
using CandidateLosses =
    std::function<Result<std::vector<double>>(std::size_t candidate, std::size_t tokens)>;

/// Result of an elimination.
struct EliminationResult {
    std::vector<std::size_t> remaining; ///< not clearly worse than the best; ascending
    std::size_t best = 0;
    double loss = 0;   ///< mean of the best candidate, in nats
    double margin = 0; ///< difference to the next best candidate, in nats
    std::size_t tokens = 0;
};

/// Finds the candidate with the lowest loss on a text by successive elimination. All are evaluated
/// on its beginning; those that are clearly worse than the best are dropped; the rest are evaluated
/// on more (`rounds`: tokens, ascending), until one remains (after more than a line) or the text
/// ends. Clearly worse: the mean of the differences, token by token, is at least kClearMargin and
/// kClearErrors times its standard error. It ends early when the best loss is above `hopeless`.
/// Source: the idea of Hoeffding races (Maron and Moore 1993). Errors: of `losses`.
[[nodiscard]] Result<EliminationResult> eliminate_candidates(std::size_t candidates,
                                                             std::span<const std::size_t> rounds,
                                                             double hopeless,
                                                             const CandidateLosses& losses);

/// In nats per token. A wrong RoPE pairing or norm costs a trained model whole nats.
inline constexpr double kClearMargin = 0.005;
inline constexpr double kClearErrors = 3;

} // namespace sotto::inference
