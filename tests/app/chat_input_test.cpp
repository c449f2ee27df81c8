#include "app/chat/chat_input.h"

#include <catch2/catch_test_macros.hpp>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace sotto::app {
namespace {

/// A pipe for typed input and one for the signal.
struct Typed {
    Typed() { REQUIRE(::pipe(ends.data()) == 0); }
    ~Typed() {
        ::close(ends[0]);
        close();
        ::close(interrupted);
    }
    void type(std::string_view text) const {
        REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    void close() {
        if (ends[1] >= 0) {
            ::close(ends[1]);
            ends[1] = -1;
        }
    }
    std::array<int, 2> ends{};
    int interrupted = ::eventfd(0, EFD_NONBLOCK);
};

TEST_CASE("In a pipe each line is a message, also one without its line feed") {
    Typed typed;
    ChatInput input(typed.ends[0], typed.interrupted, LineGrouping::each_line);
    typed.type("one\ntwo\n\nlast");
    typed.close();
    for (const char* line : {"one", "two", "", "last"}) {
        CHECK(input.read_message() == line);
    }
    CHECK(input.read_message() == std::unexpected(InputEnd::closed));
    CHECK(input.read_message() == std::unexpected(InputEnd::closed));
}

TEST_CASE("Pasted lines are one message") {
    Typed typed;
    ChatInput input(typed.ends[0], typed.interrupted, LineGrouping::pasted_lines);
    typed.type("a paste\nof three\nlines\n");
    CHECK(input.read_message() == "a paste\nof three\nlines");
    typed.type("and one line\n");
    CHECK(input.read_message() == "and one line");
    typed.close();
    CHECK(input.read_message() == std::unexpected(InputEnd::closed));
}

TEST_CASE("A signal interrupts the wait for input, and no input is lost") {
    Typed typed;
    ChatInput input(typed.ends[0], typed.interrupted, LineGrouping::each_line);
    typed.type("half");
    REQUIRE(::eventfd_write(typed.interrupted, 1) == 0);
    CHECK(input.read_message() == std::unexpected(InputEnd::interrupted));
    eventfd_t count = 0;
    REQUIRE(::eventfd_read(typed.interrupted, &count) == 0);
    typed.type(" and half\n");
    CHECK(input.read_message() == "half and half");
}

} // namespace
} // namespace sotto::app
