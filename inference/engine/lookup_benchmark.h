#pragma once

#include "core/error.h"
#include "inference/engine/benchmark.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <stop_token>

namespace sotto::inference {

/// What prompt lookup gains and what it costs: two sequences are written by turns of eight tokens,
/// the one with drafts and the other token by token.
/// The written text is given, so that it does not matter what the weights are.
struct LookupBenchmark {
    /// Runs of 24 tokens of the prompt, with four others between them.
    BenchmarkResult quote;
    /// Random tokens of an alphabet of eight: something alike always occurred before, and what
    /// followed it then seldom follows again.
    BenchmarkResult misleading;
};

/// Writes `tokens` tokens after a prompt of `depth` ones (at least 512), `repeat` profile.
/// Errors: invalid_input (the context is too short), cancelled, and as Transformer::forward.
/// Runs on: the inference thread.
[[nodiscard]] Result<LookupBenchmark> run_lookup_benchmark(Transformer& transformer,
                                                           std::size_t depth, std::size_t tokens,
                                                           std::size_t repeat,
                                                           const std::stop_token& stop = {});

} // namespace sotto::inference
