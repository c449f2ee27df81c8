#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/thread_pool.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstddef>
#include <numeric>
#include <stop_token>
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

TEST_CASE("after a stop no further task of a loop begins") {
    for (const std::size_t threads : {1U, 3U}) {
        auto pool = ThreadPool::create(threads);
        REQUIRE(pool);
        std::stop_source source;
        (*pool)->set_stop_token(source.get_token());
        std::atomic<std::size_t> begun = 0;
        std::atomic<std::size_t> begun_after = 0;
        (*pool)->parallel_for(1000, [&](std::size_t i) {
            ++begun;
            begun_after += source.stop_requested() ? 1U : 0U;
            if (i == 5) {
                source.request_stop();
            }
        });
        CHECK(begun > 0);
        // Each other thread may have been about to begin a task.
        CHECK(begun_after < threads);
        CHECK((threads > 1 || begun == 6));

        (*pool)->set_stop_token({});
        begun = 0;
        (*pool)->parallel_for(1000, [&](std::size_t) { ++begun; });
        CHECK(begun == 1000);
    }
}

TEST_CASE("parked or throttled workers take part in the next loop") {
    auto pool = ThreadPool::create(5);
    REQUIRE(pool);
    for (int round = 0; round < 50; ++round) {
        std::vector<int> counts(100);
        (*pool)->parallel_for(counts.size(), [&](std::size_t i) { ++counts[i]; });
        REQUIRE(counts == std::vector<int>(100, 1));
        (*pool)->adapt();
        (*pool)->park_workers();
    }
}

TEST_CASE("padded widths are the next multiple of the block size") {
    CHECK(padded_width(1) == 32);
    CHECK(padded_width(32) == 32);
    CHECK(padded_width(172) == 192);
}
