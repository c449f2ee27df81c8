#pragma once

#include "core/error.h"
#include "inference/engine/benchmark.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::app {

struct Bench;
class CommandContext;

/// How long keys and values of `tokens` tokens take to the disk and back. Durations in seconds,
/// medians of the repeats but for `store_seconds`, which is of one run.
struct RestoreResult {
    std::size_t tokens = 0;
    std::int64_t bytes = 0;
    double store_seconds = 0;
    double restore_seconds = 0;     ///< from opening kv.db, its pages in memory, to a usable cache
    double file_seconds = 0;        ///< the same bytes from a plain file into the same memory
    double first_token_seconds = 0; ///< the pass that follows
    double compute_seconds = 0;     ///< 0 = nothing was measured
    std::int64_t peak_resident_bytes = 0; ///< of the program with the first cache, before restoring
    bool compute_is_measured = false;     ///< at this length; else compute_seconds is a lower bound

    [[nodiscard]] double bytes_per_second() const;
    [[nodiscard]] double share_of_file_rate() const; ///< restoring against the plain file
    [[nodiscard]] double gain() const;               ///< computing against restoring
};

/// What `sotto bench --restore` measures: restoring at each of its lengths that fits the model's
/// context, with keys and values of random numbers; a restored cache must give the logits of the
/// stored one, bit for bit. Nothing when it was not asked for. `computed`: what was measured of
/// computing. Errors: io, out_of_space, out_of_memory, cancelled, internal (other logits).
[[nodiscard]] Result<std::vector<RestoreResult>>
run_restore(const Bench& options, inference::Transformer& transformer,
            std::span<const inference::BenchmarkResult> computed, CommandContext& context,
            const std::stop_token& stop);

} // namespace sotto::app
