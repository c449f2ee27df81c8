#pragma once

#include "core/error.h"
#include "inference/engine/benchmark.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::app {

/// How long the keys and values of `tokens` tokens take to disk and back. Durations in seconds,
/// medians of the repeats; `store_seconds` is of one run.
struct RestoreResult {
    std::size_t tokens = 0;
    std::int64_t bytes = 0;
    double store_seconds = 0;
    double restore_seconds = 0;     ///< from opening kv.db (its pages in memory) to a usable cache
    double file_seconds = 0;        ///< the same bytes from a plain file into the same memory
    double first_token_seconds = 0; ///< the forward pass that follows
    double compute_seconds = 0;     ///< computing them instead; 0 = not measured
    std::int64_t peak_resident_bytes = 0; ///< of the program with the first cache, before restoring
    bool compute_is_measured = false;     ///< at this length; else compute_seconds is a lower bound

    [[nodiscard]] double bytes_per_second() const;
    [[nodiscard]] double share_of_file_rate() const; ///< restoring compared with the plain file
    [[nodiscard]] double gain() const;               ///< computing compared with restoring
};

/// The result as a line for a person.
[[nodiscard]] std::string to_text(const RestoreResult& result);

/// What to measure.
struct RestorePlan {
    std::vector<std::size_t> lengths; ///< in tokens; each fits the model's context
    std::size_t repeat = 3;
    std::filesystem::path folder; ///< where a temporary folder is created
};

/// Measures restoring at each length, with keys and values of random numbers. A restored cache must
/// give the logits of the stored one, bit for bit. `computed`: speeds measured before.
/// `on_result` is called with each result.
/// Errors: io, out_of_space, out_of_memory, cancelled, internal (other logits).
[[nodiscard]] Result<std::vector<RestoreResult>>
run_restore_benchmark(inference::Transformer& transformer, const RestorePlan& plan,
                      std::span<const inference::BenchmarkResult> computed,
                      const std::stop_token& stop,
                      const std::function<void(const RestoreResult&)>& on_result);

} // namespace sotto::app
