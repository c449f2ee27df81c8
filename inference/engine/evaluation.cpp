#include "inference/engine/evaluation.h"

#include "inference/kv/kv_cache.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace sotto::inference {

namespace {

// Tokens whose logits are in memory at once: 13 MB for 16 tokens and a vocabulary of 200,000.
constexpr std::size_t kRowsAtOnce = 16;

// ln Σ exp(logits).
double log_sum_exp(std::span<const float> logits) {
    const double largest = *std::ranges::max_element(logits);
    double sum = 0;
    for (const float logit : logits) {
        sum += std::exp(logit - largest);
    }
    return largest + std::log(sum);
}

// −ln softmax(logits)[token].
double negative_log_likelihood(std::span<const float> logits, TokenId token) {
    return log_sum_exp(logits) - logits[static_cast<std::size_t>(token)];
}

// Σ p ln(p / q), p and q being the softmax of the logits.
double kl_divergence(std::span<const float> base, std::span<const float> model) {
    const double base_sum = log_sum_exp(base);
    const double model_sum = log_sum_exp(model);
    double sum = 0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        const double log_p = base[i] - base_sum;
        sum += std::exp(log_p) * (log_p - (model[i] - model_sum));
    }
    return std::max(sum, 0.0); // rounding
}

bool have_same_top(std::span<const float> one, std::span<const float> two) {
    return std::ranges::max_element(one) - one.begin() ==
           std::ranges::max_element(two) - two.begin();
}

} // namespace

Result<std::vector<float>> logits_of(Transformer& transformer, std::span<const TokenId> tokens,
                                     const std::stop_token& stop) {
    std::vector<float> logits(tokens.size() * transformer.config().vocabulary_size);
    auto cache = transformer.make_cache();
    const auto status = transformer.forward(tokens, *cache, LogitsFor::all, logits, stop);
    if (!status) {
        return std::unexpected(status.error());
    }
    return logits;
}

Result<std::vector<double>> token_nlls(Transformer& transformer, std::span<const TokenId> tokens,
                                       const std::stop_token& stop) {
    if (tokens.size() < 2) {
        return fail(ErrorCode::invalid_input, "there is too little text to predict");
    }
    const auto vocabulary = transformer.config().vocabulary_size;
    auto cache = transformer.make_cache();
    std::vector<float> logits;
    std::vector<double> nlls;
    while (nlls.size() + 1 < tokens.size()) {
        const auto done = nlls.size();
        const auto count = std::min(kRowsAtOnce, tokens.size() - 1 - done);
        logits.resize(count * vocabulary);
        const auto status =
            transformer.forward(tokens.subspan(done, count), *cache, LogitsFor::all, logits, stop);
        if (!status) {
            return std::unexpected(status.error());
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto next = tokens[done + i + 1];
            if (next < 0 || static_cast<std::size_t>(next) >= vocabulary) {
                return fail(ErrorCode::invalid_input, "a token is outside the model's vocabulary");
            }
            nlls.push_back(negative_log_likelihood(
                std::span(logits).subspan(i * vocabulary, vocabulary), next));
        }
    }
    return nlls;
}

Result<Perplexity> perplexity_of(Transformer& transformer, std::span<const TokenId> tokens,
                                 std::optional<TokenId> bos, const std::stop_token& stop) {
    const auto context = transformer.config().max_positions;
    const std::size_t lead = bos ? 1 : 0;
    if (tokens.size() + lead < 2 || context < 2) {
        return fail(ErrorCode::invalid_input, "there is too little text to predict");
    }
    Perplexity result;
    double sum = 0;
    for (std::size_t done = 0; done < tokens.size();) {
        const auto count = std::min(context - lead, tokens.size() - done);
        std::vector<TokenId> window;
        if (bos) {
            window.push_back(*bos);
        }
        const auto part = tokens.subspan(done, count);
        window.insert(window.end(), part.begin(), part.end());
        if (window.size() > 1) { // a single token without BOS before it is not predicted
            const auto nlls = token_nlls(transformer, window, stop);
            if (!nlls) {
                return std::unexpected(nlls.error());
            }
            sum = std::accumulate(nlls->begin(), nlls->end(), sum);
        }
        result.tokens += window.size() - 1;
        done += count;
    }
    result.nll = sum / static_cast<double>(result.tokens);
    return result;
}

Result<Divergence> divergence_of(Transformer& base, Transformer& model,
                                 std::span<const TokenId> tokens, const std::stop_token& stop) {
    const auto vocabulary = base.config().vocabulary_size;
    tokens = tokens.first(
        std::min({tokens.size(), base.config().max_positions, model.config().max_positions}));
    if (tokens.empty() || model.config().vocabulary_size != vocabulary) {
        return fail(ErrorCode::invalid_input, tokens.empty()
                                                  ? "there is no text to compare the models with"
                                                  : "the models have different vocabularies");
    }
    auto base_cache = base.make_cache();
    auto model_cache = model.make_cache();
    std::vector<float> expected(kRowsAtOnce * vocabulary);
    std::vector<float> logits(kRowsAtOnce * vocabulary);
    std::vector<double> all;
    std::size_t n_same = 0;
    while (all.size() < tokens.size()) {
        const auto part =
            tokens.subspan(all.size(), std::min(kRowsAtOnce, tokens.size() - all.size()));
        const auto size = part.size() * vocabulary;
        const Status status =
            base.forward(part, *base_cache, LogitsFor::all, std::span(expected).first(size), stop)
                .and_then([&] {
                    return model.forward(part, *model_cache, LogitsFor::all,
                                         std::span(logits).first(size), stop);
                });
        if (!status) {
            return std::unexpected(status.error());
        }
        for (std::size_t i = 0; i < part.size(); ++i) {
            const auto one = std::span(expected).subspan(i * vocabulary, vocabulary);
            const auto two = std::span(logits).subspan(i * vocabulary, vocabulary);
            all.push_back(kl_divergence(one, two));
            n_same += have_same_top(one, two) ? 1 : 0;
        }
    }
    const auto n = static_cast<double>(all.size());
    Divergence found{.mean = std::accumulate(all.begin(), all.end(), 0.0) / n,
                     .same_top = static_cast<double>(n_same) / n,
                     .tokens = all.size()};
    std::ranges::sort(all);
    found.median = all[all.size() / 2];
    found.p99 = all[all.size() * 99 / 100];
    return found;
}

} // namespace sotto::inference
