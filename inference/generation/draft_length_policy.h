#pragma once

#include <array>
#include <cstddef>

namespace sotto::inference {

/// Chooses the draft length: how many draft tokens are worth verifying, so that speculation pays
/// off, and costs no more than a few per cent where it does not. Learns the acceptance rate by
/// match length, and the cost of passes. The choice affects the speed of an answer and nothing
/// else. Runs on: one thread.
class DraftLengthPolicy {
public:
    enum class Mode {
        adaptive, ///< verify what pays off
        always,   ///< verify every draft; for tests
        never,    ///< one token at a time; for comparison
    };

    void set_mode(Mode mode) { mode_ = mode; }

    /// A new text: drafts that were rejected before may be accepted now.
    void begin_text();

    /// How many of `available` draft tokens to verify, given the match length `matched_tokens`; 0 =
    /// none, decode a single token.
    [[nodiscard]] std::size_t draft_length(std::size_t matched_tokens, std::size_t available);

    /// A pass over one token took `seconds`.
    void record_plain(double seconds);

    /// The result of a verification.
    struct Outcome {
        std::size_t matched_tokens = 0;
        std::size_t drafted = 0;  ///< draft tokens in the pass, which has one token more
        std::size_t compared = 0; ///< with the token that was sampled
        std::size_t accepted = 0;
        double seconds = 0;
    };
    void record(const Outcome& outcome);

private:
    // Recent acceptance rate of draft tokens.
    struct Acceptance {
        double accepted;
        double compared;
        [[nodiscard]] double rate() const { return accepted / compared; }
    };
    static constexpr std::array<std::size_t, 2> kDraftLengths{
        3, 7}; // draft tokens that a pass may verify

    [[nodiscard]] double cost(std::size_t drafted) const; // of a pass, in plain passes
    [[nodiscard]] Acceptance& acceptance(std::size_t matched_tokens);
    void earn(double plain_passes);

    // Initial credit in plain passes, and unprofitable drafts to skip before one is tried again.
    static constexpr double kFirstCredit = 1.5;
    static constexpr std::size_t kFirstSkips = 4;

    Mode mode_ = Mode::adaptive;
    // By match length: 2, 3, 4 …, 8 …, 16 …; the initial values are priors.
    std::array<Acceptance, 5> acceptances_{{{1, 3}, {2, 3.5}, {3, 4}, {4.5, 5}, {5.6, 6}}};
    double plain_seconds_ = 0;             // 0 = not measured yet
    std::array<double, 2> pass_seconds_{}; // by kDraftLengths; 0 = not measured yet
    double credit_ = kFirstCredit;
    std::size_t skipped_ = 0; // unprofitable drafts since the last try
    std::size_t skips_before_try_ = kFirstSkips;
};

} // namespace sotto::inference
