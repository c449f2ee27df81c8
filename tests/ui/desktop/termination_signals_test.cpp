#include "app/desktop/termination_signals.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <csignal>

namespace {

// The handler that a signal has now.
auto handler_of(int number) {
    struct sigaction action = {};
    REQUIRE(::sigaction(number, nullptr, &action) == 0);
    return action.sa_handler;
}

} // namespace

TEST_CASE("the first signal calls back in the event loop, later ones do not") {
    int told = 0;
    const sotto::app::TerminationSignals handler([&told] { ++told; });
    REQUIRE(std::raise(SIGTERM) == 0);
    CHECK(told == 0);
    CHECK(QTest::qWaitFor([&] { return told > 0; }, 5000));
    REQUIRE(std::raise(SIGINT) == 0);
    REQUIRE(std::raise(SIGHUP) == 0);
    QCoreApplication::processEvents();
    CHECK(told == 1);
}

TEST_CASE("the default signal handlers are restored") {
    {
        const sotto::app::TerminationSignals handler([] {});
    }
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
        CHECK(handler_of(number) == SIG_DFL);
    }
}
