#include "app/cli/signal_watch.h"

#include <catch2/catch_test_macros.hpp>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <semaphore>

namespace sotto::app {
namespace {

bool is_readable(int descriptor) {
    pollfd wait{descriptor, POLLIN, 0};
    return ::poll(&wait, 1, 0) == 1;
}

TEST_CASE("A signal calls the handler, and a new handler clears it") {
    SignalWatch watch;
    std::binary_semaphore called(0);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        watch.set_handler([&called] { called.release(); });
        CHECK_FALSE(is_readable(watch.interrupted_descriptor()));
        REQUIRE(::kill(::getpid(), signal) == 0);
        called.acquire();
        CHECK(is_readable(watch.interrupted_descriptor()));
    }
    watch.set_handler([] {});
    CHECK_FALSE(is_readable(watch.interrupted_descriptor()));
}

} // namespace
} // namespace sotto::app
