#include "inference/calibration/layerwise_forward.h"

#include "inference/kernels/vector_ops.h"
#include "inference/kv/kv_cache.h"
#include "inference/linear/linear.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kMinTokens = 8;
constexpr std::size_t kTokensAtOnce = 64;    // whose logits are computed
constexpr std::size_t kOutputsAtOnce = 4096; // of the vocabulary

std::unexpected<Error> stopped() {
    return fail(ErrorCode::cancelled, "The import was stopped.");
}

// The configuration of a model of this layer only.
ModelConfig with_layer(const ModelConfig& config, std::size_t index) {
    ModelConfig one = config;
    one.n_layers = 1;
    one.layers = {config.layers[index]};
    return one;
}

// The target after each token; none after the last of a sequence.
std::vector<std::optional<std::size_t>> next_tokens(const TokenSequences& sequences) {
    std::vector<std::optional<std::size_t>> next;
    for (const auto& sequence : sequences) {
        for (std::size_t i = 1; i < sequence.size(); ++i) {
            next.emplace_back(static_cast<std::size_t>(sequence[i]));
        }
        next.emplace_back();
    }
    return next;
}

} // namespace

// Online log-sum-exp over slices of the vocabulary: the largest logit and the sum relative to it.
struct LayerwiseForward::TokenScore {
    double largest = -std::numeric_limits<double>::infinity();
    double sum = 0;
    double of_next = 0; // logit of the target

    void add(std::span<const float> logits) {
        const double part = *std::ranges::max_element(logits);
        if (part > largest) {
            sum *= std::exp(largest - part);
            largest = part;
        }
        for (const float logit : logits) {
            sum += std::exp(logit - largest);
        }
    }
};

TokenSequences split_into_sequences(std::span<const TokenId> tokens, std::optional<TokenId> bos,
                                    std::size_t sequence_tokens, std::size_t max_sequences) {
    TokenSequences sequences;
    const std::size_t step = sequence_tokens - (bos ? 1 : 0);
    for (std::size_t at = 0; at < tokens.size() && sequences.size() < max_sequences; at += step) {
        const auto part = tokens.subspan(at, std::min(step, tokens.size() - at));
        if (part.size() < kMinTokens && !sequences.empty()) {
            break;
        }
        sequences.emplace_back();
        if (bos) {
            sequences.back().push_back(*bos);
        }
        sequences.back().insert(sequences.back().end(), part.begin(), part.end());
    }
    return sequences;
}

Result<HiddenStates> LayerwiseForward::embed(WeightSource& weights,
                                             const TokenSequences& sequences) const {
    HiddenStates states{{}, config_.hidden_size, {}};
    for (const auto& sequence : sequences) {
        states.lengths.push_back(sequence.size());
        for (const TokenId token : sequence) {
            const std::size_t at = states.values.size();
            states.values.resize(at + states.width);
            const auto values = std::span(states.values).subspan(at);
            if (auto read = read_embedding(config_, weights, token, values); !read) {
                return std::unexpected(read.error());
            }
            if (config_.embedding_scale != 1) {
                scale_by(values.data(), config_.embedding_scale, states.width);
            }
        }
    }
    return states;
}

Result<HiddenStates> LayerwiseForward::run_layer(std::size_t index, LayerWeights& layer,
                                                 const HiddenStates& states,
                                                 std::size_t n_sequences,
                                                 const InputObserver& observer) const {
    const std::size_t longest = *std::ranges::max_element(states.lengths);
    const ModelConfig config = with_layer(config_, index);
    auto pass = LayerPass::create(config, longest, pool_);
    if (!pass) {
        return std::unexpected(pass.error());
    }
    pass->observe(observer);
    Activations& act = pass->activations();
    HiddenStates result{{}, states.width, {}};
    std::size_t at = 0;
    for (std::size_t i_sequence = 0; i_sequence < std::min(n_sequences, states.lengths.size());
         ++i_sequence) {
        const std::size_t length = states.lengths[i_sequence];
        for (std::size_t i = 0; i < length; ++i) {
            std::copy_n(states.values.data() + (at + i) * states.width, states.width,
                        act.x + i * act.hidden_stride);
        }
        pool_.adapt();
        KvCache cache(config, KvDtype::f32);
        pass->set_positions(0, length);
        const Status done =
            cache.reserve(length).and_then([&] { return pass->run(0, layer, cache, length); });
        if (!done) {
            return std::unexpected(done.error());
        }
        if (stop_.stop_requested()) {
            return stopped();
        }
        for (std::size_t i = 0; i < length; ++i) {
            const float* const from = act.x + i * act.hidden_stride;
            result.values.insert(result.values.end(), from, from + states.width);
        }
        result.lengths.push_back(length);
        at += length;
    }
    return result;
}

Result<std::vector<float>> LayerwiseForward::output_inputs(WeightSource& weights,
                                                           const HiddenStates& states) const {
    const auto norm = load_output_norm(config_, weights);
    if (!norm) {
        return std::unexpected(norm.error());
    }
    const std::size_t stride = padded_width(states.width);
    const std::size_t n_tokens = states.values.size() / states.width;
    std::vector<float> inputs(n_tokens * stride + kOverreadBytes / sizeof(float));
    for (std::size_t i = 0; i < n_tokens; ++i) {
        rms_norm(states.values.data() + i * states.width, norm->data(), config_.rms_norm_eps,
                 states.width, inputs.data() + i * stride);
    }
    return inputs;
}

Result<double> LayerwiseForward::loss(WeightSource& weights,
                                      const TokenSequences& sequences) const {
    auto states = embed(weights, sequences);
    LinearLoader loader(weights, nullptr, Int4Kernels::xnnpack);
    for (std::size_t i = 0; states && i < config_.n_layers; ++i) {
        auto layer = LayerWeights::load(config_, i, loader);
        if (!layer) {
            return std::unexpected(layer.error());
        }
        states = run_layer(i, *layer, *states, sequences.size(), {});
    }
    return std::move(states).and_then(
        [&](const HiddenStates& last) { return loss_of_states(weights, last, sequences); });
}

Result<double> LayerwiseForward::loss_of_states(WeightSource& weights, const HiddenStates& states,
                                                const TokenSequences& sequences) const {
    const auto inputs = output_inputs(weights, states);
    if (!inputs) {
        return std::unexpected(inputs.error());
    }
    const auto next = next_tokens(sequences);
    std::vector<TokenScore> scores(next.size());
    for (std::size_t first = 0; first < config_.vocabulary_size; first += kOutputsAtOnce) {
        const Status added = load_outputs(weights, first).and_then([&](Linear linear) {
            return add_scores(linear, first, *inputs, next, scores);
        });
        if (!added) {
            return std::unexpected(added.error());
        }
    }
    double sum = 0;
    std::size_t n_predicted = 0;
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (next[i]) {
            sum += scores[i].largest + std::log(scores[i].sum) - scores[i].of_next;
            ++n_predicted;
        }
    }
    return sum / static_cast<double>(std::max<std::size_t>(n_predicted, 1));
}

Result<Linear> LayerwiseForward::load_outputs(WeightSource& weights, std::size_t first) const {
    const std::string name = plan_output(config_).matrices.front().name;
    const std::size_t count = std::min(kOutputsAtOnce, config_.vocabulary_size - first);
    const std::size_t width = config_.hidden_size;
    std::vector<float> values(count * width);
    for (std::size_t i = 0; i < count; ++i) {
        const auto read = weights.read_row(name, config_.vocabulary_size, width, first + i,
                                           std::span(values).subspan(i * width, width));
        if (!read) {
            return std::unexpected(read.error());
        }
    }
    return Linear::create(F32Matrix{count, width, values}, Int4Kernels::xnnpack);
}

Status LayerwiseForward::add_scores(Linear& linear, std::size_t first,
                                    std::span<const float> inputs,
                                    std::span<const std::optional<std::size_t>> next,
                                    std::span<TokenScore> scores) const {
    const std::size_t stride = padded_width(linear.inputs());
    const std::size_t width = linear.outputs();
    auto scratch = LinearScratch::create(kTokensAtOnce, stride);
    if (!scratch) {
        return std::unexpected(scratch.error());
    }
    std::vector<float> logits(kTokensAtOnce * width);
    for (std::size_t at = 0; at < next.size(); at += kTokensAtOnce) {
        const std::size_t count = std::min(kTokensAtOnce, next.size() - at);
        pool_.adapt();
        const Status done =
            linear.apply(inputs.data() + at * stride, count, logits.data(), *scratch, pool_);
        if (!done) {
            return done;
        }
        if (stop_.stop_requested()) {
            return stopped();
        }
        pool_.parallel_for(count, [&](std::size_t i) {
            const auto row = std::span(logits).subspan(i * width, width);
            scores[at + i].add(row);
            if (next[at + i] && *next[at + i] - first < width) {
                scores[at + i].of_next = row[*next[at + i] - first];
            }
        });
    }
    return {};
}

} // namespace sotto::inference
