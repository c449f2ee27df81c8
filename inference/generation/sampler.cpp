#include "inference/generation/sampler.h"

#include "inference/kernels/vector_ops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace sotto::inference {

namespace {

constexpr float kLargest = 1e30F;

// Below it, the inverse may be infinite, and nothing but the most likely token is sampled anyway.
constexpr float kLowestTemperature = 1e-6F;
// Above it, all tokens are alike.
constexpr float kHighestTemperature = 1e6F;

} // namespace

Sampler::Sampler(const SamplingOptions& options) : options_(options), state_(options.seed) {}

std::optional<TokenId> Sampler::sample(std::span<float> logits, std::span<const TokenId> earlier) {
    // XNNPACK's kernels without AVX turn NaN into infinities.
    bool has_number = false;
    bool has_nan = false;
    for (const float logit : logits) {
        has_number |= std::isfinite(logit);
        has_nan |= std::isnan(logit);
    }
    if (!has_number || has_nan) {
        return std::nullopt;
    }
    std::ranges::transform(logits, logits.begin(),
                           [](float logit) { return std::min(logit, kLargest); });
    penalize(logits, earlier);
    const auto largest = std::ranges::max_element(logits);
    if (*largest == -std::numeric_limits<float>::infinity()) { // after the penalty
        return std::nullopt;
    }
    if (!(options_.temperature >= kLowestTemperature)) {
        return static_cast<TokenId>(largest - logits.begin());
    }
    weights_.resize(logits.size());
    const float temperature = std::min(options_.temperature, kHighestTemperature);
    exp_of(logits.data(), *largest, 1 / temperature, logits.size(), weights_.data());
    if (is_unrestricted()) {
        return choose_from_all();
    }
    find_candidates();
    keep_top_k();
    keep_top_p();
    keep_min_p();
    return choose();
}

bool Sampler::is_unrestricted() const {
    return options_.top_k <= 0 && !(options_.top_p < 1) && !(options_.min_p > 0);
}

// The sum of all weights, in an order that depends on their number alone.
double Sampler::total_weight() const {
    std::array<double, 8> sums{};
    std::size_t i = 0;
    for (; i + sums.size() <= weights_.size(); i += sums.size()) {
        for (std::size_t lane = 0; lane < sums.size(); ++lane) {
            sums[lane] += weights_[i + lane];
        }
    }
    for (; i < weights_.size(); ++i) {
        sums[0] += weights_[i];
    }
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

void Sampler::collect(float least) {
    candidates_.clear();
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (weights_[i] >= least) {
            candidates_.push_back({weights_[i], static_cast<TokenId>(i)});
        }
    }
}

// The tokens that the restrictions may keep: of a large vocabulary a few, found by a weight that is
// lowered until they are enough. Whatever has more weight than one of them is among them.
void Sampler::find_candidates() {
    constexpr float kFirst = 0x1p-10F;
    constexpr float kStep = 0x1p-8F;
    constexpr float kLast = std::numeric_limits<float>::denorm_min();
    const auto k = static_cast<std::size_t>(std::max(options_.top_k, 0));
    const bool has_top_p = options_.top_p < 1;
    total_ = has_top_p ? total_weight() : 0;
    const bool has_min_p = options_.min_p > 0 && !has_top_p; // after top_p, it is applied later
    const float least_useful = has_min_p ? std::clamp(options_.min_p, kLast, 1.0F) : kLast;
    for (float least = std::max(kFirst, least_useful);;
         least = std::max(least * kStep, least_useful)) {
        collect(least);
        double sum = 0;
        for (const auto& one : candidates_) {
            sum += one.weight;
        }
        const bool has_enough_k = k > 0 && candidates_.size() >= k;
        const bool has_enough_p = k == 0 && has_top_p && sum >= options_.top_p * total_;
        if (least == least_useful || has_enough_k || has_enough_p) {
            return;
        }
    }
}

void Sampler::penalize(std::span<float> logits, std::span<const TokenId> earlier) {
    const float penalty = options_.repetition_penalty;
    if (penalty == 1 || !(penalty > 0) || !std::isfinite(penalty)) {
        return;
    }
    is_penalized_.resize(logits.size());
    for (const auto token : earlier) {
        const auto i = static_cast<std::size_t>(token);
        if (i < logits.size() && is_penalized_[i] == 0) {
            is_penalized_[i] = 1;
            logits[i] =
                std::min(kLargest, logits[i] > 0 ? logits[i] / penalty : logits[i] * penalty);
        }
    }
    for (const auto token : earlier) {
        if (static_cast<std::size_t>(token) < logits.size()) {
            is_penalized_[static_cast<std::size_t>(token)] = 0;
        }
    }
}

// Descending weight; ties by ascending id.
static constexpr auto kIsHeavier = [](const auto& a, const auto& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.token < b.token;
};

void Sampler::keep_top_k() {
    const auto k = static_cast<std::size_t>(std::max(options_.top_k, 0));
    if (k == 0 || k >= candidates_.size()) {
        return;
    }
    std::ranges::nth_element(candidates_, candidates_.begin() + static_cast<std::ptrdiff_t>(k),
                             kIsHeavier);
    candidates_.resize(k);
}

// Keeps the smallest set of most probable tokens whose total reaches top_p. A heap yields them one
// by one, so that the rest of the vocabulary is never sorted.
void Sampler::keep_top_p() {
    if (!(options_.top_p < 1)) {
        return;
    }
    double total = total_;
    if (options_.top_k > 0) { // of those that it has kept
        total = 0;
        for (const auto& one : candidates_) {
            total += one.weight;
        }
    }
    const auto is_lighter = [](const Candidate& a, const Candidate& b) { return kIsHeavier(b, a); };
    std::ranges::make_heap(candidates_, is_lighter);
    auto heap_end = candidates_.end();
    double sum = 0;
    do {
        std::pop_heap(candidates_.begin(), heap_end, is_lighter);
        --heap_end;
        sum += heap_end->weight;
    } while (heap_end != candidates_.begin() && sum < options_.top_p * total);
    candidates_.erase(candidates_.begin(), heap_end);
}

void Sampler::keep_min_p() {
    // The most probable token has weight 1 and is never removed.
    if (options_.min_p > 0) {
        std::erase_if(candidates_, [least = std::min(options_.min_p, 1.0F)](const Candidate& one) {
            return one.weight < least;
        });
    }
}

TokenId Sampler::choose_from_all() {
    double left = random() * total_weight();
    TokenId last = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        left -= weights_[i];
        if (weights_[i] > 0) {
            last = static_cast<TokenId>(i);
            if (left < 0) {
                break;
            }
        }
    }
    return last;
}

TokenId Sampler::choose() {
    // The same order, however the candidates were found.
    std::ranges::sort(candidates_, {}, &Candidate::token);
    double total = 0;
    for (const auto& one : candidates_) {
        total += one.weight;
    }
    double left = random() * total;
    for (const auto& one : candidates_) {
        left -= one.weight;
        if (left < 0) {
            return one.token;
        }
    }
    return candidates_.back().token;
}

double Sampler::random() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    mixed ^= mixed >> 31U;
    return static_cast<double>(mixed >> 11U) * 0x1.0p-53;
}

} // namespace sotto::inference
