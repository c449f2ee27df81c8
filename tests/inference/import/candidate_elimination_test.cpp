#include "inference/import/candidate_elimination.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <vector>

namespace sotto::inference {

namespace {

constexpr std::array<std::size_t, 3> kRounds{32, 128, 512};

/// Losses of candidates: a level for each, plus noise common to all, plus a little of its own.
struct Field {
    std::vector<double> levels;
    double hopeless = 100;
    std::vector<std::size_t> tokens_read = std::vector<std::size_t>(levels.size(), 0);

    Result<std::vector<double>> read(std::size_t candidate, std::size_t tokens) {
        tokens_read[candidate] += tokens;
        std::vector<double> losses;
        for (std::size_t i = 1; i < tokens; ++i) {
            const auto shared = static_cast<double>((i * 7919) % 1000) / 250;
            const auto own = static_cast<double>((i * 104'729 + candidate * 31'337) % 1000) / 5000;
            losses.push_back(levels[candidate] + shared + own);
        }
        return losses;
    }

    EliminationResult run() {
        auto result = eliminate_candidates(
            levels.size(), kRounds, hopeless,
            [&](std::size_t candidate, std::size_t tokens) { return read(candidate, tokens); });
        REQUIRE(result.has_value());
        return *result;
    }
};

} // namespace

TEST_CASE("the candidate with the clearly lowest loss wins, and the others are soon dropped") {
    Field field{{3.0, 6.0, 2.0, 5.0}};
    const EliminationResult result = field.run();
    CHECK(result.remaining == std::vector<std::size_t>{2});
    CHECK(result.best == 2);
    CHECK(result.tokens == 128); // a line is too short to tell how good the winner is
    CHECK(result.margin > 0.9);
    CHECK(field.tokens_read == std::vector<std::size_t>{32, 32, 32 + 128, 32});
}

TEST_CASE("close candidates are evaluated on more text") {
    Field field{{2.05, 6.0, 2.0}};
    const EliminationResult result = field.run();
    CHECK(result.remaining == std::vector<std::size_t>{2});
    CHECK(field.tokens_read[1] == 32);
    CHECK(field.tokens_read[0] > 32);
    CHECK(result.margin < 0.1);
}

TEST_CASE("candidates that the text cannot distinguish all remain") {
    Field field{{2.0, 2.0, 2.0, 9.0}};
    const EliminationResult result = field.run();
    CHECK(result.remaining == std::vector<std::size_t>{0, 1, 2});
    CHECK(result.tokens == kRounds.back());
    CHECK(result.margin < 0.02);
}

TEST_CASE("elimination ends when even the best candidate has learned nothing") {
    Field field{{9.0, 9.0}, 8};
    CHECK(field.run().tokens == 128);
    CHECK(field.tokens_read[0] == 32 + 128);
}

TEST_CASE("an error of a candidate ends the elimination") {
    const auto result = eliminate_candidates(2, kRounds, 100, [](std::size_t, std::size_t) {
        return Result<std::vector<double>>(fail(ErrorCode::cancelled, "stopped"));
    });
    CHECK(result.error().code == ErrorCode::cancelled);
}

} // namespace sotto::inference
