#include "core/executor/bound.h"
#include "core/executor/loop_executor.h"
#include "core/executor/thread_executor.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace sotto {

namespace {

struct Recorder {
    explicit Recorder(std::vector<std::string>& events) : log(events) { log.push_back("built"); }
    ~Recorder() { log.push_back("destroyed"); }
    std::vector<std::string>& log;
};

Bound<Recorder>::Factory make_recorder(std::vector<std::string>& log) {
    return
        [&log]() -> Result<std::unique_ptr<Recorder>> { return std::make_unique<Recorder>(log); };
}

} // namespace

TEST_CASE("A bound object is built, used and destroyed on its executor") {
    std::vector<std::string> log;
    LoopExecutor loop;
    {
        Bound<Recorder> bound(loop, make_recorder(log));
        CHECK(log.empty());
        REQUIRE(bound.post([](Recorder& recorder) { recorder.log.push_back("used"); }));
        CHECK(loop.run_pending() == 2);
        CHECK(log == std::vector<std::string>{"built", "used"});
    }
    CHECK(log.size() == 2);
    loop.run_pending();
    CHECK(log.back() == "destroyed");
}

TEST_CASE("Closures queued before the destruction still run") {
    std::vector<std::string> log;
    LoopExecutor loop;
    {
        Bound<Recorder> bound(loop, make_recorder(log));
        REQUIRE(bound.post([](Recorder& recorder) { recorder.log.push_back("used"); }));
    }
    loop.run_pending();
    CHECK(log == std::vector<std::string>{"built", "used", "destroyed"});
}

TEST_CASE("A background closure is dropped when the object has been destroyed") {
    std::vector<std::string> log;
    LoopExecutor loop;
    ErrorCode answer = ErrorCode::internal;
    {
        Bound<Recorder> bound(loop, make_recorder(log));
        REQUIRE(bound.post([](Recorder& recorder) { recorder.log.push_back("too late"); },
                           Priority::background));
        bound.call([](Recorder&) -> Result<int> { return 1; }, loop,
                   [&](const Result<int>& result) { answer = result.error().code; },
                   Priority::background);
    }
    loop.run_pending();
    CHECK(log == std::vector<std::string>{"built", "destroyed"});
    CHECK(answer == ErrorCode::cancelled);
}

TEST_CASE("A call answers on the other executor, exactly once") {
    LoopExecutor main;
    std::vector<int> answers;
    std::vector<std::string> log;
    {
        ThreadExecutor thread("test");
        Bound<Recorder> bound(thread, make_recorder(log));
        const auto here = std::this_thread::get_id();
        bound.call(
            [here](Recorder&) -> Result<int> { return std::this_thread::get_id() == here ? 1 : 2; },
            main,
            [&](const Result<int>& result) {
                answers.push_back(*result);
                main.quit();
            });
        main.run();
    }
    CHECK(answers == std::vector{2});
    CHECK(main.run_pending() == 0);
}

TEST_CASE("When the object could not be built, every call is answered with the reason") {
    LoopExecutor loop;
    Bound<Recorder> bound(loop, []() -> Result<std::unique_ptr<Recorder>> {
        return fail(ErrorCode::corrupt_data, "damaged");
    });
    ErrorCode answer = ErrorCode::internal;
    bound.call([](Recorder&) -> Result<int> { return 1; }, loop,
               [&](const Result<int>& result) { answer = result.error().code; });
    loop.run_pending();
    CHECK(answer == ErrorCode::corrupt_data);
}

TEST_CASE("A call into a full queue is answered with busy, an exception with an error") {
    std::vector<std::string> log;
    LoopExecutor loop(1);
    LoopExecutor replies;
    Bound<Recorder> bound(loop, make_recorder(log));
    loop.run_pending();
    std::vector<ErrorCode> answers;
    const auto then = [&](const Result<int>& result) { answers.push_back(result.error().code); };
    bound.call([](Recorder&) -> Result<int> { throw std::runtime_error("library"); }, replies,
               then);
    bound.call([](Recorder&) -> Result<int> { return 1; }, replies, then);
    loop.run_pending();
    replies.run_pending();
    CHECK(answers == std::vector{ErrorCode::busy, ErrorCode::internal});
}

TEST_CASE("What a called function throws is its answer, and the object lives on") {
    std::vector<std::string> log;
    LoopExecutor loop;
    Bound<Recorder> bound(loop, make_recorder(log));
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        std::vector<ErrorCode> answers;
        bound.call(
            [&thrown](Recorder&) -> Status {
                thrown.raise();
                return {};
            },
            loop, [&](const Status& status) { answers.push_back(status.error().code); });
        REQUIRE(bound.post([&thrown](Recorder&) { thrown.raise(); }));
        REQUIRE(bound.post([](Recorder& recorder) { recorder.log.push_back("used"); }));
        loop.run_pending();
        CHECK(answers == std::vector{thrown.code});
        CHECK(log.back() == "used");
        log.clear();
    }
}

TEST_CASE("When building the object throws, every call is answered with an error") {
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        LoopExecutor loop;
        Bound<Recorder> bound(loop, [&thrown]() -> Result<std::unique_ptr<Recorder>> {
            thrown.raise();
            return nullptr;
        });
        std::vector<ErrorCode> answers;
        for (int i = 0; i < 2; ++i) {
            bound.call([](Recorder&) -> Status { return {}; }, loop,
                       [&](const Status& status) { answers.push_back(status.error().code); });
        }
        loop.run_pending();
        CHECK(answers == std::vector{thrown.code, thrown.code});
    }
}

TEST_CASE("A reply that throws is not run again, and the next one is") {
    std::vector<std::string> log;
    LoopExecutor loop;
    Bound<Recorder> bound(loop, make_recorder(log));
    for (const test::Thrown& thrown : test::kThrown) {
        int ran = 0;
        for (int i = 0; i < 2; ++i) {
            bound.call([](Recorder&) -> Status { return {}; }, loop,
                       [&](const Status&) {
                           ++ran;
                           thrown.raise();
                       });
        }
        loop.run_pending();
        CHECK(ran == 2);
    }
}

TEST_CASE("A destructor that throws does not end the executor") {
    struct Thrower {
        explicit Thrower(void (*function)()) : raise(function) {}
        ~Thrower() noexcept(false) { raise(); }
        void (*raise)();
    };
    for (const test::Thrown& thrown : test::kThrown) {
        LoopExecutor loop;
        ErrorCode answer = ErrorCode::internal;
        {
            Bound<Thrower> bound(loop, [&thrown]() -> Result<std::unique_ptr<Thrower>> {
                return std::make_unique<Thrower>(thrown.raise);
            });
            bound.call([](Thrower&) -> Status { return {}; }, loop,
                       [&](const Status& status) { answer = status.error().code; },
                       Priority::background);
        }
        loop.run_pending();
        CHECK(answer == ErrorCode::cancelled);
    }
}

TEST_CASE("A call that cannot be queued for want of memory is answered, too") {
    struct FullExecutor final : Executor {
        bool post(Task, Priority) override { throw std::bad_alloc(); }
        void post_always(Task) override {}
    };
    LoopExecutor loop;
    FullExecutor full;
    std::vector<std::string> log;
    Bound<Recorder> bound(full, make_recorder(log));
    std::vector<ErrorCode> answers;
    bound.call([](Recorder&) -> Status { return {}; }, loop,
               [&](const Status& status) { answers.push_back(status.error().code); });
    loop.run_pending();
    CHECK(answers == std::vector{ErrorCode::out_of_memory});
}

TEST_CASE("What a reply captured is destroyed on the reply's executor") {
    std::thread::id destroyed_on;
    LoopExecutor main;
    std::vector<std::string> log;
    {
        ThreadExecutor thread("test");
        Bound<Recorder> bound(thread, make_recorder(log));
        auto captured = std::shared_ptr<int>(new int(1), [&](const int* value) {
            destroyed_on = std::this_thread::get_id();
            delete value;
        });
        bound.call([](Recorder&) -> Status { return {}; }, main,
                   [&main, held = std::move(captured)](const Status&) { main.quit(); });
        main.run();
    }
    CHECK(destroyed_on == std::this_thread::get_id());
}

} // namespace sotto
