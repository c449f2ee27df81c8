#include "app/platform/memory_watch.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <semaphore>
#include <string_view>

using namespace sotto::app;
using namespace sotto::test;

namespace {

// A source that a test raises, and that the watch lowers when it checks.
PressureSource make_source(int descriptor, bool is_scarce) {
    return {descriptor, POLLIN, [descriptor, is_scarce] {
                eventfd_t count = 0;
                return ::eventfd_read(descriptor, &count) == 0 && is_scarce;
            }};
}

// Whether the kernel accepts a pressure trigger, checked without the code under test.
bool kernel_tells_of_stalls() {
    constexpr std::string_view kRequest = "some 500000 2000000";
    const int file = ::open("/proc/pressure/memory", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    const bool is_taken = file >= 0 && ::write(file, kRequest.data(), kRequest.size() + 1) > 0;
    if (file >= 0) {
        ::close(file);
    }
    return is_taken;
}

} // namespace

TEST_CASE("the watch calls back each time a source signals memory pressure") {
    const int scarce = ::eventfd(0, EFD_NONBLOCK);
    const int harmless = ::eventfd(0, EFD_NONBLOCK);
    std::counting_semaphore<> calls(0);
    {
        MemoryWatch watch({make_source(harmless, false), make_source(scarce, true)},
                          [&calls] { calls.release(); });
        REQUIRE(::eventfd_write(harmless, 1) == 0);
        for (int i = 0; i < 3; ++i) {
            REQUIRE(::eventfd_write(scarce, 1) == 0);
            calls.acquire();
        }
    }
    CHECK_FALSE(calls.try_acquire());
    CHECK(::close(scarce) != 0); // the watch has closed them
}

TEST_CASE("a source that ends is not polled again, the others are") {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const int scarce = ::eventfd(0, EFD_NONBLOCK);
    std::counting_semaphore<> calls(0);
    MemoryWatch watch({{ends[0], POLLPRI, {}}, make_source(scarce, true)},
                      [&calls] { calls.release(); });
    REQUIRE(::close(ends[1]) == 0); // the reader hears a hang-up, which is no pressure
    REQUIRE(::eventfd_write(scarce, 1) == 0);
    calls.acquire();
    CHECK_FALSE(calls.try_acquire());
}

TEST_CASE("without sources of the kernel there is nothing to watch") {
    const TempFolder nowhere;
    CHECK(find_pressure_sources(nowhere.path()).empty());
    const MemoryWatch watch({}, [] { FAIL("nothing can have told it"); });
}

TEST_CASE("the kernel accepts the trigger of the watch") {
    auto sources = find_pressure_sources();
    if (sources.empty() && !kernel_tells_of_stalls()) {
        SKIP("this kernel, or our rights, give no pressure information");
    }
    REQUIRE_FALSE(sources.empty());
    for (const auto& source : sources) {
        pollfd waited{source.descriptor, source.events, 0};
        CHECK(::poll(&waited, 1, 0) >= 0);
        CHECK((waited.revents & (POLLERR | POLLNVAL)) == 0);
    }
    const MemoryWatch watch(std::move(sources), [] {});
}
