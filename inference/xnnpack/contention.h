#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <span>

namespace sotto::inference {

/// How long threads of this process were ready to run while other programs had their processors,
/// since they began, added up. Unit: seconds. Nothing where the kernel does not say.
[[nodiscard]] std::optional<double> waited_seconds(std::span<const pid_t> threads);

/// Decides how many threads are worth using while other programs want the processors too. Threads
/// that meet after every matrix run at the pace of the one that waits longest: two that each lose
/// their processor now and then get far less done than one. Level 0 uses all threads, every
/// further one half as many. Runs on: one thread.
class ContentionPolicy {
public:
    /// `levels`: 1 or more.
    explicit ContentionPolicy(std::size_t levels) : levels_(levels) {}

    /// The level to use from now on. Unit: seconds; `now` never decreases. `waited`: by all threads
    /// of the present level together, since any fixed moment.
    std::size_t update(double now, double waited);

    /// Whether update() has anything to decide, so that its arguments are worth finding out.
    [[nodiscard]] bool is_due(double now) const { return levels_ > 1 && now >= due_; }

private:
    std::size_t levels_;
    std::size_t level_ = 0;
    double due_ = 0;    // when the window ends that is looked at
    double begun_ = 0;  // when it began
    double waited_ = 0; // by then
    bool has_begun_ = false;
    double more_at_ = 0;         // when to try more threads again
    double pause_ = kFirstPause; // until then, after the next disappointment

    static constexpr double kFirstPause = 1;
};

} // namespace sotto::inference
