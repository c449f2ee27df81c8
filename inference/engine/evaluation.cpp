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

// −ln softmax(logits)[token].
double negative_log_likelihood(std::span<const float> logits, TokenId token) {
    const double largest = *std::ranges::max_element(logits);
    double sum = 0;
    for (const float logit : logits) {
        sum += std::exp(logit - largest);
    }
    return largest + std::log(sum) - logits[static_cast<std::size_t>(token)];
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

} // namespace sotto::inference
