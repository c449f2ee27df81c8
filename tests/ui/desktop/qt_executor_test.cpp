#include "app/desktop/qt_executor.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <QCoreApplication>
#include <QEvent>
#include <QThread>
#include <thread>
#include <vector>

using namespace sotto;

namespace {

/// Counts the events that reach an object.
class EventCounter : public QObject {
public:
    int count = 0;
    bool eventFilter(QObject*, QEvent*) override {
        ++count;
        return false;
    }
};

// An event posted while events are handled waits for the next round.
void run_loop() {
    for (int round = 0; round < 10; ++round) {
        QCoreApplication::processEvents();
    }
}

} // namespace

TEST_CASE("tasks run in Qt's loop, in order, the interactive ones first") {
    app::QtExecutor executor;
    std::vector<int> order;
    REQUIRE(executor.post([&] { order.push_back(3); }, Priority::background));
    REQUIRE(executor.post([&] { order.push_back(1); }));
    REQUIRE(executor.post([&] { order.push_back(2); }));
    CHECK(order.empty());
    run_loop();
    CHECK(order == std::vector{1, 2, 3});
}

TEST_CASE("many posted tasks need few events") {
    app::QtExecutor executor;
    EventCounter counter;
    executor.installEventFilter(&counter);
    int ran = 0;
    for (int i = 0; i < 100; ++i) {
        executor.post_always([&] { ++ran; });
    }
    run_loop();
    CHECK(ran == 100);
    CHECK(counter.count == 4); // 32 tasks an event
}

TEST_CASE("an exception of a task does not stop the next one") {
    app::QtExecutor executor;
    int ran = 0;
    for (const test::Thrown& thrown : test::kThrown) {
        executor.post_always(thrown.raise);
        executor.post_always([&] { ++ran; });
    }
    run_loop();
    CHECK(ran == 3);
}

TEST_CASE("a full queue refuses, and still takes replies") {
    app::QtExecutor executor(1);
    int ran = 0;
    CHECK(executor.post([&] { ++ran; }));
    CHECK_FALSE(executor.post([&] { ++ran; }));
    executor.post_always([&] { ++ran; });
    executor.drain();
    CHECK(ran == 2);
}

TEST_CASE("tasks from other threads run in the executor's thread") {
    app::QtExecutor executor;
    int ran = 0;
    bool same_thread = true;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                executor.post_always([&] {
                    ++ran;
                    same_thread = same_thread && QThread::currentThread() == executor.thread();
                });
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    run_loop();
    executor.drain();
    CHECK(ran == 200);
    CHECK(same_thread);
}

TEST_CASE("a task posted by a task runs, too") {
    app::QtExecutor executor;
    bool ran = false;
    executor.post_always([&] { executor.post_always([&] { ran = true; }); });
    run_loop();
    CHECK(ran);
}
