#pragma once

#include "inference/model/model_config.h"

#include <cstddef>
#include <vector>

namespace sotto::inference {

/// Rotary position embedding of a chunk of tokens (Source: Su et al. 2021; the llama3 scaling from
/// the llama-models repository). Runs on: one thread, apply() on any.
class Rope {
public:
    Rope(const RopeConfig& config, RopePairing pairing, std::size_t head_dim, std::size_t max_rows);

    /// Computes the angles of positions first_position … + rows − 1.
    void set_positions(std::size_t first_position, std::size_t rows);

    /// Rotates one head's vector of the chunk's row `row`. Shape of `head`: [head_dim].
    void apply(std::size_t row, float* head) const;

private:
    RopePairing pairing_;
    std::vector<float> frequencies_; // [head_dim / 2]
    std::vector<float> cosines_;     // [max_rows, head_dim / 2]
    std::vector<float> sines_;
};

} // namespace sotto::inference
