#pragma once

#include "core/error.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace sotto::inference {

/// The losses of each of the first `tokens` tokens of a text (but the very first), in nats, as one
/// candidate reads them. Shape: the same for every candidate.
using CandidateLosses =
    std::function<Result<std::vector<double>>(std::size_t candidate, std::size_t tokens)>;

/// How a race ended.
struct RaceResult {
    std::vector<std::size_t> standing; ///< not clearly worse than the best; ascending
    std::size_t best = 0;
    double loss = 0;   ///< mean of the best one, in nats
    double margin = 0; ///< by how much the nearest of the others was worse, in nats
    std::size_t tokens = 0;
};

/// Finds which candidate reads a text best. All read its beginning; those that are clearly worse
/// than the best drop out; those left read more (`rounds`: tokens, ascending), until one is left
/// (and has read more than a line) or the text ends. Clearly worse: the mean of the differences,
/// token by token, is at least kClearMargin and kClearErrors times its own standard error. It ends
/// early when the best loses more than `hopeless`: then there is nothing to choose from. Source:
/// the idea of Hoeffding races (Maron and Moore 1993). Errors: of `losses`.
[[nodiscard]] Result<RaceResult> race_candidates(std::size_t candidates,
                                                 std::span<const std::size_t> rounds,
                                                 double hopeless, const CandidateLosses& losses);

/// In nats a token. A wrong pairing or norm costs a trained model whole nats.
inline constexpr double kClearMargin = 0.005;
inline constexpr double kClearErrors = 3;

} // namespace sotto::inference
