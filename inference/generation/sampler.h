#pragma once

#include "core/ids.h"
#include "core/ports/language_model.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sotto::inference {

/// Samples the next token from logits. The same options, logits and seed give the same tokens on
/// every machine: the random generator is our own (SplitMix64). Runs on: one thread.
class Sampler {
public:
    explicit Sampler(const SamplingOptions& options);

    /// `logits`: by token id, of the tokens that may be sampled; modified. `earlier`: the tokens of
    /// prompt and answer so far, for the repetition penalty. Greedy ties go to the lowest id.
    /// Nothing if no logit is finite, or one is NaN. Any options are safe: a temperature below
    /// 1e-6, or NaN, is greedy; a penalty that is not positive and finite is none.
    [[nodiscard]] std::optional<TokenId> sample(std::span<float> logits,
                                                std::span<const TokenId> earlier);

private:
    struct Candidate {
        float weight; // e^((logit − maximum) / temperature)
        TokenId token;
    };
    void penalize(std::span<float> logits, std::span<const TokenId> earlier);
    [[nodiscard]] bool is_unrestricted() const;
    [[nodiscard]] double total_weight() const;
    void collect(float least);
    void find_candidates();
    void keep_top_k();
    void keep_top_p();
    void keep_min_p();
    [[nodiscard]] TokenId choose_from_all();
    [[nodiscard]] TokenId choose();
    [[nodiscard]] double random(); // in [0, 1)

    SamplingOptions options_;
    std::uint64_t state_;
    std::vector<float> weights_;
    double total_ = 0; // of all weights, when top_p asks for it
    std::vector<Candidate> candidates_;
    std::vector<std::uint8_t> is_penalized_; // by token; all 0 between calls
};

} // namespace sotto::inference
