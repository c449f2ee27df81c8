#include "core/executor/loop_executor.h"
#include "core/executor/thread_executor.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

namespace sotto {

TEST_CASE("A loop runs what is queued in order, interactive before background") {
    LoopExecutor loop;
    std::vector<int> ran;
    REQUIRE(loop.post([&] { ran.push_back(3); }, Priority::background));
    REQUIRE(loop.post([&] { ran.push_back(1); }));
    REQUIRE(loop.post([&] { ran.push_back(2); }));
    CHECK(loop.run_pending() == 3);
    CHECK(ran == std::vector{1, 2, 3});
}

TEST_CASE("A full queue refuses bounded tasks of that priority and takes what must not be lost") {
    LoopExecutor loop(2);
    int ran = 0;
    auto task = [&] { ++ran; };
    REQUIRE(loop.post(task));
    REQUIRE(loop.post(task));
    CHECK_FALSE(loop.post(task));
    CHECK(loop.post(task, Priority::background));
    loop.post_always(task);
    CHECK(loop.run_pending() == 4);
    CHECK(ran == 4);
    CHECK(loop.post(task));
}

TEST_CASE("run() works until quit()") {
    LoopExecutor loop;
    int ran = 0;
    loop.post_always([&] {
        ++ran;
        loop.post_always([&] {
            ++ran;
            loop.quit();
            loop.post_always([&] { ++ran; });
        });
    });
    loop.run();
    CHECK(ran == 2);
    CHECK(loop.run_pending() == 1);
}

TEST_CASE("A loop goes on after a task that throws") {
    LoopExecutor loop;
    int ran = 0;
    for (const test::Thrown& thrown : test::kThrown) {
        loop.post_always(thrown.raise);
        loop.post_always([&] { ++ran; });
    }
    CHECK(loop.run_pending() == 6);
    CHECK(ran == 3);
    loop.post_always(test::kThrown[0].raise);
    loop.post_always([&] { loop.quit(); });
    loop.run();
}

TEST_CASE("A thread goes on after a task that throws") {
    std::atomic<int> ran = 0;
    {
        ThreadExecutor executor("test");
        for (const test::Thrown& thrown : test::kThrown) {
            executor.post_always(thrown.raise);
            executor.post_always([&] { ++ran; });
        }
    }
    CHECK(ran == 3);
}

TEST_CASE("A thread executor runs tasks on one thread that is not the caller's") {
    std::vector<std::thread::id> threads;
    {
        ThreadExecutor executor("test");
        for (int i = 0; i < 3; ++i) {
            REQUIRE(executor.post([&] { threads.push_back(std::this_thread::get_id()); }));
        }
    }
    REQUIRE(threads.size() == 3);
    CHECK(threads[0] != std::this_thread::get_id());
    CHECK(threads[0] == threads[2]);
}

TEST_CASE("An interactive task overtakes waiting background tasks") {
    std::vector<int> ran;
    std::latch queued(1);
    {
        ThreadExecutor executor("test");
        REQUIRE(executor.post([&] { queued.wait(); }));
        REQUIRE(executor.post([&] { ran.push_back(2); }, Priority::background));
        REQUIRE(executor.post([&] { ran.push_back(1); }));
        queued.count_down();
    }
    CHECK(ran == std::vector{1, 2});
}

TEST_CASE("Stopping a thread runs all queued tasks, and those that they queue") {
    std::atomic<int> ran = 0;
    std::latch queued(1);
    {
        ThreadExecutor executor("test");
        REQUIRE(executor.post([&] { queued.wait(); }));
        for (int i = 0; i < 10; ++i) {
            REQUIRE(executor.post(
                [&] {
                    ++ran;
                    executor.post_always([&] { ++ran; });
                },
                i % 2 == 0 ? Priority::interactive : Priority::background));
        }
        queued.count_down();
    }
    CHECK(ran == 20);
}

TEST_CASE("What a task captured is destroyed on the executor's thread") {
    std::thread::id destroyed_on;
    {
        ThreadExecutor executor("test");
        auto captured = std::shared_ptr<int>(new int(1), [&](const int* value) {
            destroyed_on = std::this_thread::get_id();
            delete value;
        });
        REQUIRE(executor.post([held = std::move(captured)] { CHECK(*held == 1); }));
    }
    CHECK(destroyed_on != std::thread::id());
    CHECK(destroyed_on != std::this_thread::get_id());
}

} // namespace sotto
