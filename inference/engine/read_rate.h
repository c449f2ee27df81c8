#pragma once

#include "inference/packed/packed_file.h"

#include <cstddef>

namespace sotto::inference {

/// How fast the weights can be read from memory at most, which limits decoding: every token needs
/// all of them. Rates in bytes per second.
struct ReadRate {
    std::size_t bytes = 0;       ///< of the weights
    double bytes_per_second = 0; ///< median of the repeats
    double spread = 0;           ///< fastest minus slowest
};

/// Reads all matrices of `weights`, `repeat` times, with as many threads as decoding has, and adds
/// them up. `repeat` is 1 or more. Runs on: any thread; waits for its own.
[[nodiscard]] ReadRate measure_read_rate(const PackedFile& weights, std::size_t threads,
                                         std::size_t repeat);

} // namespace sotto::inference
