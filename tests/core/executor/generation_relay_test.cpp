#include "core/executor/generation_relay.h"
#include "core/executor/loop_executor.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace sotto {

namespace {

struct RelayFixture {
    LoopExecutor loop;
    std::vector<GenerationUpdate> received;
    std::shared_ptr<GenerationRelay> relay = std::make_shared<GenerationRelay>(
        loop, [this](const GenerationUpdate& update) { received.push_back(update); });
};

} // namespace

TEST_CASE_METHOD(RelayFixture, "Reports are collected until the other thread takes them") {
    relay->on_progress({Phase::reading, 1, 3});
    relay->on_progress({Phase::reading, 2, 3});
    relay->on_text("a");
    relay->on_text("");
    relay->on_text("b");
    CHECK(received.empty());
    CHECK(loop.run_pending() == 1);
    REQUIRE(received.size() == 1);
    REQUIRE(received[0].progress);
    CHECK(received[0].progress->done == 2);
    CHECK(received[0].text == "ab");

    relay->on_text("c");
    CHECK(loop.run_pending() == 1);
    REQUIRE(received.size() == 2);
    CHECK_FALSE(received[1].progress);
    CHECK(received[1].text == "c");
}

TEST_CASE_METHOD(RelayFixture, "What take() returned is not received again") {
    relay->on_text("the end");
    CHECK(relay->take().text == "the end");
    CHECK(relay->take().text.empty());
    CHECK(loop.run_pending() == 1);
    CHECK(received.empty());
}

TEST_CASE_METHOD(RelayFixture, "A wake-up keeps its relay alive") {
    relay->on_text("late");
    relay.reset();
    loop.run_pending();
    REQUIRE(received.size() == 1);
    CHECK(received[0].text == "late");
}

TEST_CASE("No text is lost or reordered between two threads") {
    constexpr int kPieces = 20000;
    LoopExecutor loop;
    std::string expected;
    for (int i = 0; i < kPieces; ++i) {
        expected += std::to_string(i) + " ";
    }
    std::string received;
    const auto relay = std::make_shared<GenerationRelay>(loop, [&](const GenerationUpdate& update) {
        received += update.text;
        if (received.size() >= expected.size()) {
            loop.quit();
        }
    });
    std::thread producer([&] {
        for (int i = 0; i < kPieces; ++i) {
            relay->on_text(std::to_string(i) + " ");
        }
    });
    loop.run();
    producer.join();
    CHECK(received == expected);
}

} // namespace sotto
