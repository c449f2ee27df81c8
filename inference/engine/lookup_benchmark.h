#pragma once

#include "core/error.h"
#include "inference/engine/benchmark.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <stop_token>

namespace sotto::inference {

/// Gain and cost of prompt lookup decoding: two sequences are written in turns of eight tokens, one
/// with draft tokens and one without. The text is given, so that the weights do not matter.
struct LookupBenchmark {
    /// Quotes of 24 tokens of the prompt, with four other tokens between them.
    BenchmarkResult quote;
    /// Random tokens from an alphabet of eight: there is always an earlier match, and its
    /// continuation is seldom right.
    BenchmarkResult misleading;
};

/// Writes `tokens` tokens after a prompt of `depth` tokens (at least 512), `repeat` times. Errors:
/// invalid_input (the context is too short), cancelled, and as Transformer::forward. Runs on: the
/// inference thread.
[[nodiscard]] Result<LookupBenchmark> run_lookup_benchmark(Transformer& transformer,
                                                           std::size_t depth, std::size_t tokens,
                                                           std::size_t repeat,
                                                           const std::stop_token& stop = {});

} // namespace sotto::inference
