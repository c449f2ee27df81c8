#include "inference/import/candidate_race.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kEnoughToJudge = 64; // losses: a line alone may be hard for a good model

struct Runner {
    std::size_t candidate = 0;
    std::vector<double> losses;
    double mean = 0;
};

double mean_of(std::span<const double> values) {
    return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

/// The mean of a runner's losses above the best one's, and how sure it is.
struct Behind {
    double mean = 0;
    double standard_error = 0;

    [[nodiscard]] bool is_clear() const {
        return mean >= kClearMargin && mean >= kClearErrors * standard_error;
    }
};

Behind behind(const Runner& runner, const Runner& best) {
    std::vector<double> differences(runner.losses.size());
    std::ranges::transform(runner.losses, best.losses, differences.begin(), std::minus<>());
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

Result<RaceResult> race_candidates(std::size_t candidates, std::span<const std::size_t> rounds,
                                   double hopeless, const CandidateLosses& losses) {
    RaceResult result;
    result.margin = std::numeric_limits<double>::infinity();
    result.standing.resize(candidates);
    std::ranges::iota(result.standing, std::size_t{0});
    for (const std::size_t tokens : rounds) {
        std::vector<Runner> runners;
        for (const std::size_t candidate : result.standing) {
            auto read = losses(candidate, tokens);
            if (!read) {
                return std::unexpected(read.error());
            }
            const double mean = mean_of(*read);
            runners.push_back({candidate, std::move(*read), mean});
        }
        const Runner& best = *std::ranges::min_element(runners, {}, &Runner::mean);
        result.best = best.candidate;
        result.loss = best.mean;
        result.tokens = tokens;
        result.standing.clear();
        double nearest_standing = std::numeric_limits<double>::infinity();
        for (const Runner& runner : runners) {
            const Behind lag = behind(runner, best);
            const bool is_standing = &runner == &best || !lag.is_clear();
            if (is_standing) {
                result.standing.push_back(runner.candidate);
            }
            if (&runner != &best) {
                double& nearest = is_standing ? nearest_standing : result.margin;
                nearest = std::min(nearest, lag.mean);
            }
        }
        const bool is_decided = result.standing.size() == 1 || best.mean > hopeless;
        if ((is_decided && best.losses.size() >= kEnoughToJudge) || tokens == rounds.back()) {
            result.margin = std::min(result.margin, nearest_standing);
            break;
        }
    }
    return result;
}

} // namespace sotto::inference
