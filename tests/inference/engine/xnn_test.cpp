#include "inference/engine/xnn.h"

#include <catch2/catch_test_macros.hpp>

#include <numeric>
#include <vector>

using namespace sotto::inference;

TEST_CASE("a parallel loop runs each index once and has finished when it returns") {
    for (const std::size_t threads : {1, 3}) {
        auto pool = ThreadPool::create(threads);
        REQUIRE(pool);
        CHECK((*pool)->threads() == threads);
        std::vector<int> counts(1000);
        for (int round = 1; round <= 20; ++round) {
            (*pool)->parallel_for(counts.size(), [&](std::size_t i) { counts[i] += round; });
            REQUIRE(counts == std::vector<int>(1000, round * (round + 1) / 2));
        }
        (*pool)->parallel_for(0, [](std::size_t) { FAIL("there is no index"); });
    }
}

TEST_CASE("padded widths are the next multiple of the group size") {
    CHECK(padded_width(1) == 32);
    CHECK(padded_width(32) == 32);
    CHECK(padded_width(172) == 192);
}
