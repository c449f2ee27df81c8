#include "inference/generation/draft_length_policy.h"

#include <algorithm>
#include <bit>

namespace sotto::inference {

namespace {

// Assumed cost of a verification pass, in plain passes, before it is measured.
constexpr double kAssumedCost = 2;
// Credit, in plain passes that may be lost: earned per token, and its maximum.
constexpr double kCreditPerToken = 0.01;
constexpr double kMaxCredit = 4;
// A verification must be expected to gain this much.
constexpr double kMargin = 1.05;
constexpr std::size_t kMaxSkips = 64;
// Decay of the acceptance statistics per verification; weight of a new duration in the average.
constexpr double kMemory = 0.9;
constexpr double kNewDuration = 0.2;

// A moving average that limits the effect of outliers.
void average_in(double& average, double seconds) {
    if (average == 0) {
        average = seconds;
    } else {
        average += kNewDuration * (std::clamp(seconds, average / 2, average * 2) - average);
    }
}

// Expected tokens per verification of n draft tokens, each accepted with this probability.
double expected_tokens(double rate, std::size_t drafted) {
    double tokens = 1;
    double all_hold = 1;
    for (std::size_t i = 0; i < drafted; ++i) {
        all_hold *= rate;
        tokens += all_hold;
    }
    return tokens;
}

} // namespace

void DraftLengthPolicy::begin_text() {
    skipped_ = 0;
    skips_before_try_ = kFirstSkips;
}

std::size_t DraftLengthPolicy::draft_length(std::size_t matched_tokens, std::size_t available) {
    if (mode_ != Mode::adaptive) {
        return mode_ == Mode::always ? available : 0;
    }
    if (available == 0 || plain_seconds_ == 0) {
        return 0; // nothing to compare with yet
    }
    const double rate = acceptance(matched_tokens).rate();
    std::size_t best = 0;
    double best_speed = 0; // tokens per duration of a plain pass
    for (const auto most : kDraftLengths) {
        const auto count = std::min(most, available);
        const double speed = expected_tokens(rate, count) / cost(count);
        if (speed > best_speed) {
            best = count;
            best_speed = speed;
        }
    }
    // In the worst case the pass yields a single token.
    const bool is_affordable = cost(best) - 1 <= credit_;
    if (is_affordable && (best_speed > kMargin || skipped_ >= skips_before_try_)) {
        skipped_ = 0;
        return best;
    }
    ++skipped_;
    return 0;
}

void DraftLengthPolicy::record_plain(double seconds) {
    average_in(plain_seconds_, seconds);
    earn(kCreditPerToken);
}

void DraftLengthPolicy::record(const Outcome& outcome) {
    if (mode_ != Mode::adaptive) {
        return;
    }
    const auto index = outcome.drafted > kDraftLengths[0] ? 1U : 0U;
    average_in(pass_seconds_[index], outcome.seconds);
    auto& acceptance = this->acceptance(outcome.matched_tokens);
    acceptance.accepted = kMemory * acceptance.accepted + static_cast<double>(outcome.accepted);
    acceptance.compared = kMemory * acceptance.compared + static_cast<double>(outcome.compared);
    const auto tokens = static_cast<double>(outcome.accepted + 1);
    const double gained = tokens - cost(outcome.drafted);
    earn(gained + kCreditPerToken * tokens);
    skips_before_try_ = gained >= 0 ? kFirstSkips : std::min(2 * skips_before_try_, kMaxSkips);
}

double DraftLengthPolicy::cost(std::size_t drafted) const {
    const auto [narrow, wide] = pass_seconds_;
    const bool is_wide = drafted > kDraftLengths[0];
    if (is_wide ? wide > 0 : narrow > 0) {
        return (is_wide ? wide : narrow) / plain_seconds_;
    }
    // A pass size that has not been measured is estimated from the other one.
    return std::max(kAssumedCost, (is_wide ? narrow : wide / 2) / plain_seconds_);
}

DraftLengthPolicy::Acceptance& DraftLengthPolicy::acceptance(std::size_t matched_tokens) {
    const auto matched = std::max<std::size_t>(matched_tokens, 2);
    const auto index =
        matched < 4 ? matched - 2 : static_cast<std::size_t>(std::bit_width(matched)) - 1;
    return acceptances_[std::min(index, acceptances_.size() - 1)];
}

void DraftLengthPolicy::earn(double plain_passes) {
    credit_ = std::min(credit_ + plain_passes, kMaxCredit);
}

} // namespace sotto::inference
