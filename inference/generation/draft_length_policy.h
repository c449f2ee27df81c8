#pragma once

#include <array>
#include <cstddef>

namespace sotto::inference {

/// Decides how many drafted tokens are worth verifying, so that guessing pays, and never costs more
/// than a few parts in a hundred where it does not. It learns how often drafts hold, by how much
/// of the text before them matched, and what passes cost; what it decides changes the speed of an
/// answer and nothing else. Runs on: one thread.
class DraftLengthPolicy {
public:
    enum class Mode {
        adaptive, ///< verify what pays
        always,   ///< verify every draft, for tests
        never,    ///< one token at a time, to compare with
    };

    void set_mode(Mode mode) { mode_ = mode; }

    /// A new text: what did not hold before may hold now.
    void begin_text();

    /// How many of `available` drafted tokens to verify, when `matched_tokens` before them matched;
    /// 0 = none, compute one token.
    [[nodiscard]] std::size_t draft_length(std::size_t matched_tokens, std::size_t available);

    /// A pass over one token took `seconds`.
    void record_plain(double seconds);

    /// What became of a verification.
    struct Outcome {
        std::size_t matched_tokens = 0;
        std::size_t drafted = 0;  ///< in the pass, whose rows are one more
        std::size_t compared = 0; ///< with the token that was drawn
        std::size_t accepted = 0;
        double seconds = 0;
    };
    void record(const Outcome& outcome);

private:
    // How often the next token of a draft held, lately.
    struct Acceptance {
        double accepted;
        double compared;
        [[nodiscard]] double rate() const { return accepted / compared; }
    };
    static constexpr std::array<std::size_t, 2> kDraftLengths{3, 7}; // that a pass may verify

    [[nodiscard]] double cost(std::size_t drafted) const; // of a pass, in plain ones
    [[nodiscard]] Acceptance& acceptance(std::size_t matched_tokens);
    void earn(double plain_passes);

    // Plain passes that may be lost at first, and drafts not worth it before one is tried again.
    static constexpr double kFirstCredit = 1.5;
    static constexpr std::size_t kFirstSkips = 4;

    Mode mode_ = Mode::adaptive;
    // By the matched tokens: 2, 3, 4 …, 8 …, 16 …; what to believe before anything was seen.
    std::array<Acceptance, 5> acceptances_{{{1, 3}, {2, 3.5}, {3, 4}, {4.5, 5}, {5.6, 6}}};
    double plain_seconds_ = 0;             // 0 = not measured yet
    std::array<double, 2> pass_seconds_{}; // by kDraftLengths; 0 = not measured yet
    double credit_ = kFirstCredit;
    std::size_t skipped_ = 0; // drafts that did not seem worth it, since the last try
    std::size_t skips_before_try_ = kFirstSkips;
};

} // namespace sotto::inference
