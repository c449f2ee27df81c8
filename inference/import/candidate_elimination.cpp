#include "inference/import/candidate_elimination.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kMinLosses = 64; // losses: a single line may be hard for a good model

struct Evaluated {
    std::size_t candidate = 0;
    std::vector<double> losses;
    double mean = 0;
};

double mean_of(std::span<const double> values) {
    return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

/// The mean difference of a candidate's losses to those of the best, and its standard error.
struct Behind {
    double mean = 0;
    double standard_error = 0;

    [[nodiscard]] bool is_clear() const {
        return mean >= kClearMargin && mean >= kClearErrors * standard_error;
    }
};

Behind behind(const Evaluated& one, const Evaluated& best) {
    std::vector<double> differences(one.losses.size());
    std::ranges::transform(one.losses, best.losses, differences.begin(), std::minus<>());
    Behind result{.mean = mean_of(differences)};
    double squares = 0;
    for (const double difference : differences) {
        squares += (difference - result.mean) * (difference - result.mean);
    }
    const auto count = static_cast<double>(differences.size());
    result.standard_error = count > 1 ? std::sqrt(squares / (count - 1) / count)
                                      : std::numeric_limits<double>::infinity();
    return result;
}

} // namespace

Result<EliminationResult> eliminate_candidates(std::size_t candidates,
                                               std::span<const std::size_t> rounds, double hopeless,
                                               const CandidateLosses& losses) {
    EliminationResult result;
    result.margin = std::numeric_limits<double>::infinity();
    result.remaining.resize(candidates);
    std::ranges::iota(result.remaining, std::size_t{0});
    for (const std::size_t tokens : rounds) {
        std::vector<Evaluated> evaluated;
        for (const std::size_t candidate : result.remaining) {
            auto read = losses(candidate, tokens);
            if (!read) {
                return std::unexpected(read.error());
            }
            const double mean = mean_of(*read);
            evaluated.push_back({candidate, std::move(*read), mean});
        }
        const Evaluated& best = *std::ranges::min_element(evaluated, {}, &Evaluated::mean);
        result.best = best.candidate;
        result.loss = best.mean;
        result.tokens = tokens;
        result.remaining.clear();
        double nearest_remaining = std::numeric_limits<double>::infinity();
        for (const Evaluated& one : evaluated) {
            const Behind lag = behind(one, best);
            const bool is_remaining = &one == &best || !lag.is_clear();
            if (is_remaining) {
                result.remaining.push_back(one.candidate);
            }
            if (&one != &best) {
                double& nearest = is_remaining ? nearest_remaining : result.margin;
                nearest = std::min(nearest, lag.mean);
            }
        }
        const bool is_decided = result.remaining.size() == 1 || best.mean > hopeless;
        if ((is_decided && best.losses.size() >= kMinLosses) || tokens == rounds.back()) {
            result.margin = std::min(result.margin, nearest_remaining);
            break;
        }
    }
    return result;
}

} // namespace sotto::inference
