#include "core/executor/text_stream.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <string>
#include <thread>

namespace sotto {

TEST_CASE("Only the first append after a drain asks for a wake-up") {
    TextStream stream;
    CHECK(stream.append("a"));
    CHECK_FALSE(stream.append("b"));
    CHECK_FALSE(stream.append(""));
    CHECK(stream.take() == "ab");
    CHECK(stream.take().empty());
    CHECK_FALSE(stream.append(""));
    CHECK(stream.append("c"));
    CHECK(stream.take() == "c");
}

TEST_CASE("No text is lost or reordered between two threads that follow the wake-ups") {
    TextStream stream;
    std::atomic<int> wakes = 0;
    std::atomic<bool> done = false;
    constexpr int kPieces = 20000;
    std::thread producer([&] {
        for (int i = 0; i < kPieces; ++i) {
            if (stream.append(std::to_string(i) + " ")) {
                ++wakes;
            }
        }
        done = true;
    });
    std::string expected;
    for (int i = 0; i < kPieces; ++i) {
        expected += std::to_string(i) + " ";
    }
    std::string received;
    int handled = 0;
    while (!done || handled < wakes) {
        if (handled < wakes) {
            ++handled;
            received += stream.take();
        }
    }
    producer.join();
    received += stream.take();
    CHECK(received == expected);
    CHECK(handled <= kPieces);
}

} // namespace sotto
