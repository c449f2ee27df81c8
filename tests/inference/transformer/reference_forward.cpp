// The forward pass in its simplest form: no cache, no chunks, no SIMD, double precision. The
// engine's results are compared with it.

#include "tests/inference/support/tiny_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sotto::test {

using namespace inference;

namespace {

using Vector = std::vector<double>;

Vector multiply(const std::vector<float>& matrix, const Vector& x) {
    Vector y(matrix.size() / x.size());
    for (std::size_t row = 0; row < y.size(); ++row) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            y[row] += static_cast<double>(matrix[row * x.size() + i]) * x[i];
        }
    }
    return y;
}

void add(Vector& x, const std::vector<float>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] += y.at(i);
    }
}

Vector norm(const Vector& x, const std::vector<float>* weight, const ModelConfig& config) {
    double squares = 0;
    for (const double one : x) {
        squares += one * one;
    }
    const double root = std::sqrt(squares / static_cast<double>(x.size()) + config.rms_norm_eps);
    Vector y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double w = weight == nullptr ? 1 : (*weight)[i] + (config.norm_adds_one ? 1 : 0);
        y[i] = x[i] / root * w;
    }
    return y;
}

double frequency(const RopeConfig& rope, std::size_t pair, std::size_t head_dim) {
    const double plain =
        std::pow(rope.theta, -2.0 * static_cast<double>(pair) / static_cast<double>(head_dim));
    if (rope.yarn_scaling) {
        // The paper's ramp, between whole pairs as the published code rounds it.
        const auto& yarn = *rope.yarn_scaling;
        const auto border = [&](double turns) {
            return static_cast<double>(head_dim) / 2 *
                   std::log(yarn.original_max_position / (2 * std::numbers::pi * turns)) /
                   std::log(rope.theta);
        };
        const double begin = std::max(0.0, std::floor(border(yarn.beta_fast)));
        const double end =
            std::min(static_cast<double>(head_dim - 1), std::ceil(border(yarn.beta_slow)));
        const double divided =
            std::clamp((static_cast<double>(pair) - begin) / (end - begin), 0.0, 1.0);
        return plain * (1 - divided) + plain / yarn.factor * divided;
    }
    if (!rope.llama3_scaling) {
        return plain;
    }
    const auto& scaling = *rope.llama3_scaling;
    const double turns = scaling.original_max_position * plain / (2 * std::numbers::pi);
    const double blend = std::clamp<double>(
        (turns - scaling.low_freq_factor) / (scaling.high_freq_factor - scaling.low_freq_factor), 0,
        1);
    return (1 - blend) * plain / scaling.factor + blend * plain;
}

// One head of q or k, normalized and rotated.
Vector head_of(const Vector& all, std::size_t head, std::size_t position, const ModelConfig& config,
               const LayerConfig& layer, const std::vector<float>* learned_norm) {
    const auto dim = config.head_dim;
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(head * dim);
    Vector x(begin, begin + static_cast<std::ptrdiff_t>(dim));
    if (learned_norm != nullptr) {
        x = norm(x, learned_norm, config);
    }
    for (std::size_t pair = 0; layer.rope && pair < dim / 2; ++pair) {
        const bool is_interleaved = config.rope_pairing == RopePairing::interleaved;
        double& a = x[is_interleaved ? 2 * pair : pair];
        double& b = x[is_interleaved ? 2 * pair + 1 : pair + dim / 2];
        const double angle = static_cast<double>(position) * frequency(*layer.rope, pair, dim);
        const double rotated = a * std::cos(angle) - b * std::sin(angle);
        b = a * std::sin(angle) + b * std::cos(angle);
        a = rotated;
        if (layer.rope->yarn_scaling) {
            a *= layer.rope->yarn_scaling->attention_factor;
            b *= layer.rope->yarn_scaling->attention_factor;
        }
    }
    return layer.has_weightless_qk_norm ? norm(x, nullptr, config) : x;
}

void add_to(Vector& x, const Vector& y, double factor) {
    std::ranges::transform(x, y, x.begin(),
                           [factor](double a, double b) { return a + factor * b; });
}

double activate(double x, Activation activation) {
    if (activation == Activation::silu) {
        return x / (1 + std::exp(-x));
    }
    return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

// Attention for all positions; q, k, v by position.
std::vector<Vector> attend(const std::vector<Vector>& qs, const std::vector<Vector>& ks,
                           const std::vector<Vector>& vs, const ModelConfig& config,
                           const LayerConfig& layer, const std::vector<float>* q_norm,
                           const std::vector<float>* k_norm) {
    const auto dim = config.head_dim;
    const auto group = config.n_heads / config.n_kv_heads;
    std::vector<Vector> out(qs.size(), Vector(config.n_heads * dim));
    for (std::size_t head = 0; head < config.n_heads; ++head) {
        std::vector<Vector> keys;
        for (std::size_t j = 0; j < ks.size(); ++j) {
            keys.push_back(head_of(ks[j], head / group, j, config, layer, k_norm));
        }
        for (std::size_t i = 0; i < qs.size(); ++i) {
            const auto q = head_of(qs[i], head, i, config, layer, q_norm);
            double scale = config.attention_scale;
            if (layer.has_temperature_tuning) {
                scale *= 1 + config.temperature_attn_scale *
                                 std::log(1 + std::floor(static_cast<double>(i + 1) /
                                                         config.temperature_floor_scale));
            }
            const auto window = layer.window.value_or(i + 1);
            double sum = 0;
            for (std::size_t j = i + 1 > window ? i + 1 - window : 0; j <= i; ++j) {
                double score = 0;
                for (std::size_t d = 0; d < dim; ++d) {
                    score += q[d] * keys[j][d];
                }
                const double weight = std::exp(scale * score);
                sum += weight;
                for (std::size_t d = 0; d < dim; ++d) {
                    out[i][head * dim + d] += weight * vs[j][head / group * dim + d];
                }
            }
            for (std::size_t d = 0; d < dim; ++d) {
                out[i][head * dim + d] /= sum;
            }
        }
    }
    return out;
}

} // namespace

std::vector<float> reference_logits(const ModelConfig& config, const TinyModel& model,
                                    const std::vector<TokenId>& tokens) {
    const auto& embedding = model.values("model.embed_tokens.weight");
    std::vector<Vector> xs;
    for (const auto token : tokens) {
        const auto row =
            embedding.begin() + token * static_cast<std::ptrdiff_t>(config.hidden_size);
        Vector x(row, row + static_cast<std::ptrdiff_t>(config.hidden_size));
        std::ranges::transform(x, x.begin(), [&](double v) { return v * config.embedding_scale; });
        xs.push_back(x);
    }
    for (std::size_t index = 0; index < config.n_layers; ++index) {
        const auto prefix = "model.layers." + std::to_string(index) + ".";
        const auto w = [&](const std::string& name) -> const std::vector<float>& {
            return model.values(prefix + name + ".weight");
        };
        const bool has_post = config.has_post_norms;
        std::vector<Vector> qs;
        std::vector<Vector> ks;
        std::vector<Vector> vs;
        for (const auto& x : xs) {
            const auto a = norm(x, &w("input_layernorm"), config);
            qs.push_back(multiply(w("self_attn.q_proj"), a));
            ks.push_back(multiply(w("self_attn.k_proj"), a));
            vs.push_back(multiply(w("self_attn.v_proj"), a));
            if (config.has_qkv_bias) {
                add(qs.back(), model.values(prefix + "self_attn.q_proj.bias"));
                add(ks.back(), model.values(prefix + "self_attn.k_proj.bias"));
                add(vs.back(), model.values(prefix + "self_attn.v_proj.bias"));
            }
        }
        const bool has_qk = config.has_learned_qk_norm;
        const auto attended = attend(qs, ks, vs, config, config.layers[index],
                                     has_qk ? &w("self_attn.q_norm") : nullptr,
                                     has_qk ? &w("self_attn.k_norm") : nullptr);
        for (std::size_t i = 0; i < xs.size(); ++i) {
            auto o = multiply(w("self_attn.o_proj"), attended[i]);
            add_to(xs[i], has_post ? norm(o, &w("post_attention_layernorm"), config) : o,
                   config.residual_multiplier);
            const auto b =
                norm(xs[i], &w(has_post ? "pre_feedforward_layernorm" : "post_attention_layernorm"),
                     config);
            auto gate = multiply(w("mlp.gate_proj"), b);
            const auto up = multiply(w("mlp.up_proj"), b);
            for (std::size_t n = 0; n < gate.size(); ++n) {
                gate[n] = activate(gate[n], config.activation) * up[n];
            }
            auto down = multiply(w("mlp.down_proj"), gate);
            add_to(xs[i], has_post ? norm(down, &w("post_feedforward_layernorm"), config) : down,
                   config.residual_multiplier);
        }
    }
    const auto& head = config.tie_word_embeddings ? embedding : model.values("lm_head.weight");
    std::vector<float> logits;
    for (const auto& x : xs) {
        for (const double one :
             multiply(head, norm(x, &model.values("model.norm.weight"), config))) {
            logits.push_back(static_cast<float>(one / config.logits_scaling));
        }
    }
    return logits;
}

} // namespace sotto::test
