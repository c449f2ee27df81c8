#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

// Inspection of a model, for the debug commands. Runs on: the inference thread.
namespace sotto::inference {

/// Logits after each token. Shape: [tokens, vocabulary]. Errors: as Transformer::forward.
[[nodiscard]] Result<std::vector<float>> logits_of(Transformer& transformer,
                                                   std::span<const TokenId> tokens,
                                                   const std::stop_token& stop = {});

/// Negative log-likelihood of each of tokens[1 …] given those before it, in nats. Shape: [tokens −
/// 1]. Errors: invalid_input (nothing to predict), and as Transformer::forward.
[[nodiscard]] Result<std::vector<double>> token_nlls(Transformer& transformer,
                                                     std::span<const TokenId> tokens,
                                                     const std::stop_token& stop = {});

struct Perplexity {
    double nll = 0;         ///< mean negative log-likelihood per token, in nats
    std::size_t tokens = 0; ///< number of predicted tokens
};

/// Perplexity by teacher forcing: each token given those before it. A text longer than the context
/// is split into windows that are independent of each other; each begins with `bos`, if given, else
/// with its own first token, which is not predicted. Errors: invalid_input (nothing to predict),
/// and as Transformer::forward.
[[nodiscard]] Result<Perplexity> perplexity_of(Transformer& transformer,
                                               std::span<const TokenId> tokens,
                                               std::optional<TokenId> bos,
                                               const std::stop_token& stop = {});

/// How far the probabilities of a model are from those of another: the Kullback-Leibler divergence
/// of each token's distribution, in nats.
struct Divergence {
    double mean = 0;
    double median = 0;
    double p99 = 0;         ///< 99 of 100 positions have less
    double same_top = 0;    ///< share of positions at which both have the same likeliest token
    std::size_t tokens = 0; ///< number of positions
};

/// Divergence of `model` from `base`, with the same tokens before each position: `tokens`, cut to
/// the shorter context. Errors: invalid_input (no tokens, or different vocabularies), and as
/// Transformer::forward.
[[nodiscard]] Result<Divergence> divergence_of(Transformer& base, Transformer& model,
                                               std::span<const TokenId> tokens,
                                               const std::stop_token& stop = {});

} // namespace sotto::inference
