#pragma once

#include "core/error.h"
#include "inference/transformer/operator_profiler.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::inference {

/// What to measure: prefill of each prompt length and decoding of `generate_tokens`, at each depth;
/// also the prefill up to that depth. A depth near the end of the context is reduced to leave room
/// for decoding.
struct BenchmarkPlan {
    std::vector<std::size_t> prompt_tokens{512, 2048};
    std::vector<std::size_t> depths{0};
    std::size_t generate_tokens = 64; ///< 0 = no decode test
    std::size_t repeat = 3;
    std::size_t stop_tries = 0; ///< prefills that are stopped, at every depth
};

struct BenchmarkResult {
    enum class Test { prefill, decode, quote, misleading, stop };
    Test test = Test::prefill;
    std::size_t tokens = 0;
    std::size_t depth = 0;        ///< tokens in the cache before the test
    double tokens_per_second = 0; ///< median of the repeats
    double spread = 0;            ///< fastest minus slowest, in tokens per second
    std::size_t repeat = 0;
    double plain_tokens_per_second = 0; ///< without speculation; of quote and misleading only
    OperatorSeconds operator_seconds{}; ///< of all repeats; of prefill and decode only
    double stop_seconds = 0;            ///< longest time from request to return; of stop only
};

/// "prefill", "decode", "quote", "misleading" or "stop".
[[nodiscard]] std::string_view to_string(BenchmarkResult::Test test);

/// Runs the plan; calls `on_result` with each result. Skips tests that do not fit the context.
/// Errors: invalid_input (nothing fits), cancelled, and as Transformer::forward. Runs on: the
/// inference thread.
[[nodiscard]] Result<std::vector<BenchmarkResult>>
run_benchmark(Transformer& transformer, const BenchmarkPlan& plan, const std::stop_token& stop = {},
              const std::function<void(const BenchmarkResult&)>& on_result = {});

} // namespace sotto::inference
