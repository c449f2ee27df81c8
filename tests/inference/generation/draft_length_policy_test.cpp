#include "inference/generation/draft_length_policy.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>

using namespace sotto::inference;

namespace {

// Pass durations of a simulated machine.
struct Costs {
    double plain = 1;
    double four_rows = 2;
    double eight_rows = 2;
};

struct Written {
    std::size_t tokens = 0;
    std::size_t verified = 0; // passes over several tokens
    double seconds = 0;
    std::size_t widest = 0;
};

// Writes a text in which every draft matches `matched` tokens, and `accepted` tokens are accepted.
Written write(DraftLengthPolicy& policy, std::size_t tokens, std::size_t matched,
              std::size_t accepted, const Costs& costs = {}) {
    Written written;
    policy.begin_text();
    while (written.tokens < tokens) {
        const auto count = policy.draft_length(matched, 7);
        if (count == 0) {
            policy.record_plain(costs.plain);
            written.seconds += costs.plain;
            ++written.tokens;
            continue;
        }
        const double seconds = count > 3 ? costs.eight_rows : costs.four_rows;
        const auto held = std::min(accepted, count);
        policy.record({matched, count, std::min(held + 1, count), held, seconds});
        written.seconds += seconds;
        written.tokens += held + 1;
        written.widest = std::max(written.widest, count);
        ++written.verified;
    }
    return written;
}

} // namespace

TEST_CASE("accepted drafts are verified from the second token on, at full length") {
    DraftLengthPolicy policy;
    CHECK(policy.draft_length(20, 7) == 0); // the cost of a plain pass is not known yet
    policy.record_plain(1);
    CHECK(policy.draft_length(20, 7) == 7);
    const auto written = write(policy, 400, 20, 7);
    CHECK(written.widest == 7);
    CHECK(written.seconds < 0.3 * 400);
}

TEST_CASE("drafts that are never accepted cost at most three per cent, from the first text on") {
    for (const std::size_t matched : {2U, 3U, 5U, 10U, 30U}) {
        for (const double cost : {1.5, 2.0, 4.0, 8.0}) {
            CAPTURE(matched, cost);
            DraftLengthPolicy policy;
            const auto first = write(policy, 256, matched, 0, {1, cost, cost});
            CHECK(first.seconds <= 1.03 * 256);
            const auto next = write(policy, 1000, matched, 0, {1, cost, cost});
            CHECK(next.seconds <= 1.03 * 1000);
        }
    }
}

TEST_CASE("a text without quotes costs no more after texts with quotes") {
    DraftLengthPolicy policy;
    write(policy, 1000, 20, 7);
    const auto written = write(policy, 256, 20, 0);
    CHECK(written.seconds <= 1.03 * 256);
}

TEST_CASE("a text with quotes is soon faster after texts without quotes") {
    for (const std::size_t matched : {2U, 4U, 20U}) {
        CAPTURE(matched);
        DraftLengthPolicy policy;
        write(policy, 2000, matched, 0);
        CHECK(write(policy, 400, matched, 7).seconds < 0.5 * 400);
    }
}

TEST_CASE("accepted short matches are learned to be worth verifying") {
    DraftLengthPolicy policy;
    policy.record_plain(1);
    CHECK(policy.draft_length(2, 7) == 0);
    CHECK(write(policy, 400, 2, 7).seconds < 0.5 * 400);
}

TEST_CASE("fewer tokens are verified if larger batches cost more") {
    DraftLengthPolicy policy;
    write(policy, 400, 10, 3, {1, 1.5, 3});
    CHECK(policy.draft_length(10, 7) == 3);
    DraftLengthPolicy flat;
    write(flat, 400, 10, 7, {1, 2, 2});
    CHECK(flat.draft_length(10, 7) == 7);
    CHECK(flat.draft_length(10, 2) == 2);
    CHECK(flat.draft_length(10, 0) == 0);
}

TEST_CASE("speculation can be switched off, or on for every draft") {
    DraftLengthPolicy policy;
    policy.set_mode(DraftLengthPolicy::Mode::never);
    CHECK(policy.draft_length(30, 7) == 0);
    policy.set_mode(DraftLengthPolicy::Mode::always);
    CHECK(policy.draft_length(2, 5) == 5);
    CHECK(policy.draft_length(0, 0) == 0);
}
