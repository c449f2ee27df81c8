#include "inference/calibration/layer_stream.h"

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

constexpr std::size_t kFewestTokens = 8;
constexpr std::size_t kRowsAtOnce = 64;      // tokens, of which logits are computed
constexpr std::size_t kOutputsAtOnce = 4096; // of the vocabulary

std::unexpected<Error> stopped() {
    return fail(ErrorCode::cancelled, "The import was stopped.");
}

// The same model with one of its layers only.
ModelConfig with_layer(const ModelConfig& config, std::size_t index) {
    ModelConfig one = config;
    one.n_layers = 1;
    one.layers = {config.layers[index]};
    return one;
}

// What is to be predicted after each token; nothing after a row's last.
std::vector<std::optional<std::size_t>> next_tokens(const TokenRows& rows) {
    std::vector<std::optional<std::size_t>> next;
    for (const auto& row : rows) {
        for (std::size_t i = 1; i < row.size(); ++i) {
            next.emplace_back(static_cast<std::size_t>(row[i]));
        }
        next.emplace_back();
    }
    return next;
}

} // namespace

// Σ e^logit over parts of the vocabulary, kept as the largest logit and the sum relative to it.
struct LayerStream::TokenScore {
    double largest = -std::numeric_limits<double>::infinity();
    double sum = 0;
    double of_next = 0; // the logit of the token that came

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

TokenRows cut_rows(std::span<const TokenId> tokens, std::optional<TokenId> bos,
                   std::size_t row_tokens, std::size_t max_rows) {
    TokenRows rows;
    const std::size_t step = row_tokens - (bos ? 1 : 0);
    for (std::size_t at = 0; at < tokens.size() && rows.size() < max_rows; at += step) {
        const auto part = tokens.subspan(at, std::min(step, tokens.size() - at));
        if (part.size() < kFewestTokens && !rows.empty()) {
            break;
        }
        rows.emplace_back();
        if (bos) {
            rows.back().push_back(*bos);
        }
        rows.back().insert(rows.back().end(), part.begin(), part.end());
    }
    return rows;
}

Result<HiddenRows> LayerStream::embed(WeightSource& weights, const TokenRows& rows) const {
    HiddenRows states{{}, config_.hidden_size, {}};
    for (const auto& row : rows) {
        states.lengths.push_back(row.size());
        for (const TokenId token : row) {
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

Result<HiddenRows> LayerStream::run_layer(std::size_t index, LayerWeights& layer,
                                          const HiddenRows& states, std::size_t n_rows,
                                          const InputObserver& observer) const {
    const std::size_t longest = *std::ranges::max_element(states.lengths);
    const ModelConfig config = with_layer(config_, index);
    auto pass = LayerPass::create(config, longest, pool_);
    if (!pass) {
        return std::unexpected(pass.error());
    }
    pass->observe(observer);
    Activations& act = pass->activations();
    HiddenRows result{{}, states.width, {}};
    std::size_t at = 0;
    for (std::size_t row = 0; row < std::min(n_rows, states.lengths.size()); ++row) {
        const std::size_t length = states.lengths[row];
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

Result<std::vector<float>> LayerStream::output_inputs(WeightSource& weights,
                                                      const HiddenRows& states) const {
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

Result<double> LayerStream::loss(WeightSource& weights, const TokenRows& rows) const {
    auto states = embed(weights, rows);
    LinearLoader loader(weights, nullptr, Int4Kernels::xnnpack);
    for (std::size_t i = 0; states && i < config_.n_layers; ++i) {
        auto layer = LayerWeights::load(config_, i, loader);
        if (!layer) {
            return std::unexpected(layer.error());
        }
        states = run_layer(i, *layer, *states, rows.size(), {});
    }
    return std::move(states).and_then(
        [&](const HiddenRows& last) { return loss_of_states(weights, last, rows); });
}

Result<double> LayerStream::loss_of_states(WeightSource& weights, const HiddenRows& states,
                                           const TokenRows& rows) const {
    const auto inputs = output_inputs(weights, states);
    if (!inputs) {
        return std::unexpected(inputs.error());
    }
    const auto next = next_tokens(rows);
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

Result<Linear> LayerStream::load_outputs(WeightSource& weights, std::size_t first) const {
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

Status LayerStream::add_scores(Linear& linear, std::size_t first, std::span<const float> inputs,
                               std::span<const std::optional<std::size_t>> next,
                               std::span<TokenScore> scores) const {
    const std::size_t stride = padded_width(linear.inputs());
    const std::size_t width = linear.outputs();
    auto scratch = LinearScratch::create(kRowsAtOnce, stride);
    if (!scratch) {
        return std::unexpected(scratch.error());
    }
    std::vector<float> logits(kRowsAtOnce * width);
    for (std::size_t at = 0; at < next.size(); at += kRowsAtOnce) {
        const std::size_t count = std::min(kRowsAtOnce, next.size() - at);
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
