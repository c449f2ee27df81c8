#include "inference/xnnpack/thread_throttle.h"

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>

using namespace sotto::inference;

namespace {

// A simulated machine whose threads wait for a share of the time that depends on the level.
struct Load {
    ThreadThrottle policy;
    double now = 100;
    double waited = 5;

    // Computes for some seconds; returns the time spent at each level.
    std::array<double, 4> run(double seconds, const std::array<double, 4>& shares) {
        constexpr double kStep = 0.01;
        std::array<double, 4> at{};
        std::size_t level = policy.update(now, waited);
        for (double done = 0; done < seconds; done += kStep) {
            now += kStep;
            waited += kStep * shares.at(level);
            at.at(level) += kStep;
            level = policy.update(now, waited);
        }
        return at;
    }
};

} // namespace

TEST_CASE("all threads compute on an idle machine") {
    Load load{ThreadThrottle(3)};
    CHECK(load.run(10, {0.05, 0, 0, 0})[0] > 9.9);
}

TEST_CASE("threads that compete for CPUs are halved within a fraction of a second") {
    Load load{ThreadThrottle(2)};
    const auto at = load.run(2, {1.5, 0.3, 0, 0});
    CHECK(at[1] > 1.5);
    // And more threads are hardly tried while contention lasts.
    CHECK(load.run(60, {1.5, 0.3, 0, 0})[1] > 58);
}

TEST_CASE("as many threads as there are free CPUs continue") {
    Load load{ThreadThrottle(4)};
    load.run(1, {3, 1, 0.1, 0});
    CHECK(load.run(30, {3, 1, 0.1, 0})[2] > 25);
}

TEST_CASE("all threads are back soon after the contention ends") {
    Load load{ThreadThrottle(2)};
    load.run(5, {1.5, 0, 0, 0});
    CHECK(load.run(20, {0, 0, 0, 0})[0] > 10);
    // By then the backoff has been reset.
    load.run(1, {1.5, 0, 0, 0});
    CHECK(load.run(3, {0, 0, 0, 0})[0] > 1.5);
}

TEST_CASE("one thread is never halved") {
    ThreadThrottle policy(1);
    CHECK_FALSE(policy.is_due(1000));
    CHECK(policy.update(1000, 900) == 0);
}

TEST_CASE("the kernel's run delay is read for living threads") {
    const std::array own{gettid()};
    const std::array nobody{pid_t{0}};
    CHECK_FALSE(run_delay_seconds(nobody));
    const auto waited = run_delay_seconds(own);
    if (!waited) {
        SKIP("this kernel does not report the run delay of threads");
    }
    CHECK(*waited >= 0);
    CHECK(run_delay_seconds(own).value() >= *waited);
}
