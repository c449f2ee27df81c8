#include "core/executor/bound.h"
#include "core/executor/loop_executor.h"
#include "core/executor/thread_executor.h"

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

TEST_CASE("Closures queued before the destruction still find the object") {
    std::vector<std::string> log;
    LoopExecutor loop;
    {
        Bound<Recorder> bound(loop, make_recorder(log));
        REQUIRE(bound.post([](Recorder& recorder) { recorder.log.push_back("used"); }));
    }
    loop.run_pending();
    CHECK(log == std::vector<std::string>{"built", "used", "destroyed"});
}

TEST_CASE("A background closure that runs after the object was destroyed finds it gone") {
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

} // namespace sotto
