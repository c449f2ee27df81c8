#pragma once

#include "inference/model/model_config.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace sotto::inference {

/// Rotary position embedding for a chunk of tokens (Source: Su et al. 2021; llama3 scaling: the
/// llama-models repository; YaRN: Peng et al. 2023). Runs on: one thread; apply() on any.
class Rope {
public:
    Rope(const RopeConfig& config, RopePairing pairing, std::size_t head_dim,
         std::size_t max_tokens);

    /// Computes the angles of positions first_position … + n_tokens − 1.
    void set_positions(std::size_t first_position, std::size_t n_tokens);

    /// Rotates one head of the chunk's token `token`. Shape of `head`: [head_dim].
    void apply(std::size_t token, float* head) const;

    /// Sets the elements of a head to zero that turn by more than one radian over `positions`.
    void keep_slow(std::size_t positions, float* head) const;

private:
    // The places of pair `i` in a head.
    [[nodiscard]] std::size_t first_of(std::size_t i) const;
    [[nodiscard]] std::size_t second_of(std::size_t i) const;

    RopePairing pairing_;
    float magnitude_ = 1;             // of rotated heads
    std::vector<double> frequencies_; // [head_dim / 2]
    std::vector<float> cosines_;      // [max_tokens, head_dim / 2]
    std::vector<float> sines_;
};

/// The rotary embeddings of all layers; identical ones are computed once.
class LayerRopes {
public:
    LayerRopes(const ModelConfig& config, std::size_t max_tokens);

    /// As Rope::set_positions, for all layers.
    void set_positions(std::size_t first_position, std::size_t n_tokens);

    /// nullptr = the layer has no RoPE.
    [[nodiscard]] const Rope* of(std::size_t layer) const;

private:
    std::vector<Rope> ropes_;
    std::vector<std::optional<std::size_t>> rope_of_; // by layer: index into ropes_
};

} // namespace sotto::inference
