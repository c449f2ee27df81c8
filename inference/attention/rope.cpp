#include "inference/attention/rope.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sotto::inference {

namespace {

// Long wavelengths are divided by the factor, short ones kept, those in between interpolated.
double scaled(double frequency, const Llama3RopeScaling& scaling) {
    const double wavelength = 2 * std::numbers::pi / frequency;
    const double positions = scaling.original_max_position;
    const double factor = scaling.factor;
    const double low = scaling.low_freq_factor;
    const double high = scaling.high_freq_factor;
    if (wavelength > positions / low) {
        return frequency / factor;
    }
    if (wavelength < positions / high) {
        return frequency;
    }
    const double smooth = (positions / wavelength - low) / std::max(high - low, 1e-9);
    return (1 - smooth) * frequency / factor + smooth * frequency;
}

// Which of the head's pairs turns `turns` times within the original positions; not rounded.
double pair_of_turns(double turns, const RopeConfig& config, std::size_t head_dim) {
    const double positions = config.yarn_scaling->original_max_position;
    return static_cast<double>(head_dim) * std::log(positions / (turns * 2 * std::numbers::pi)) /
           (2 * std::log(static_cast<double>(config.theta)));
}

// How much of pair i's frequency is divided by the factor, for all pairs.
std::vector<double> yarn_ramp(const RopeConfig& config, std::size_t head_dim) {
    const YarnRopeScaling& yarn = *config.yarn_scaling;
    const double last = static_cast<double>(head_dim) - 1;
    const double low = std::max(std::floor(pair_of_turns(yarn.beta_fast, config, head_dim)), 0.0);
    double high = std::min(std::ceil(pair_of_turns(yarn.beta_slow, config, head_dim)), last);
    if (high == low) {
        high += 0.001; // as the published code does
    }
    std::vector<double> ramp(head_dim / 2);
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        ramp[i] = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
    }
    return ramp;
}

} // namespace

Rope::Rope(const RopeConfig& config, RopePairing pairing, std::size_t head_dim,
           std::size_t max_tokens)
    : pairing_(pairing), frequencies_(head_dim / 2), cosines_(max_tokens * head_dim / 2),
      sines_(max_tokens * head_dim / 2) {
    for (std::size_t i = 0; i < frequencies_.size(); ++i) {
        const auto exponent = static_cast<double>(2 * i) / static_cast<double>(head_dim);
        const double frequency = std::pow(static_cast<double>(config.theta), -exponent);
        frequencies_[i] =
            config.llama3_scaling ? scaled(frequency, *config.llama3_scaling) : frequency;
    }
    if (const auto& yarn = config.yarn_scaling) {
        magnitude_ = yarn->attention_factor;
        const std::vector<double> ramp = yarn_ramp(config, head_dim);
        for (std::size_t i = 0; i < ramp.size(); ++i) {
            const double kept = 1 - ramp[i] + ramp[i] / yarn->factor;
            frequencies_[i] *= kept;
        }
    }
}

void Rope::set_positions(std::size_t first_position, std::size_t n_tokens) {
    const auto half = frequencies_.size();
    for (std::size_t token = 0; token < n_tokens; ++token) {
        const auto position = static_cast<double>(first_position + token);
        for (std::size_t i = 0; i < half; ++i) {
            // In f32 the angle would be off by up to 0.0074 rad at position 131,071.
            const double angle = position * frequencies_[i];
            cosines_[token * half + i] = magnitude_ * static_cast<float>(std::cos(angle));
            sines_[token * half + i] = magnitude_ * static_cast<float>(std::sin(angle));
        }
    }
}

void Rope::apply(std::size_t token, float* head) const {
    const auto half = frequencies_.size();
    const float* cosine = cosines_.data() + token * half;
    const float* sine = sines_.data() + token * half;
    for (std::size_t i = 0; i < half; ++i) {
        float& x = head[first_of(i)];
        float& y = head[second_of(i)];
        const float rotated_x = x * cosine[i] - y * sine[i];
        y = x * sine[i] + y * cosine[i];
        x = rotated_x;
    }
}

void Rope::keep_slow(std::size_t positions, float* head) const {
    for (std::size_t i = 0; i < frequencies_.size(); ++i) {
        if (frequencies_[i] * static_cast<double>(positions) > 1) {
            head[first_of(i)] = 0;
            head[second_of(i)] = 0;
        }
    }
}

std::size_t Rope::first_of(std::size_t i) const {
    return pairing_ == RopePairing::interleaved ? 2 * i : i;
}

std::size_t Rope::second_of(std::size_t i) const {
    return pairing_ == RopePairing::interleaved ? 2 * i + 1 : i + frequencies_.size();
}

LayerRopes::LayerRopes(const ModelConfig& config, std::size_t max_tokens) {
    std::vector<RopeConfig> distinct;
    for (const LayerConfig& layer : config.layers) {
        rope_of_.emplace_back();
        if (const auto& rope = layer.rope) {
            const auto known = std::ranges::find(distinct, *rope);
            rope_of_.back() = static_cast<std::size_t>(known - distinct.begin());
            if (known == distinct.end()) {
                distinct.push_back(*rope);
                ropes_.emplace_back(*rope, config.rope_pairing, config.head_dim, max_tokens);
            }
        }
    }
}

void LayerRopes::set_positions(std::size_t first_position, std::size_t n_tokens) {
    for (auto& rope : ropes_) {
        rope.set_positions(first_position, n_tokens);
    }
}

const Rope* LayerRopes::of(std::size_t layer) const {
    const auto index = rope_of_[layer];
    return index ? &ropes_[*index] : nullptr;
}

} // namespace sotto::inference
