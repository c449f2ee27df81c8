#include "app/documents/extract_process.h"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace sotto::app {
namespace {

using namespace std::chrono_literals;

ProcessResult act(const std::string& name, std::chrono::milliseconds limit = 50s) {
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int other = ::dup2(input, 100); // which the process must not have
    auto result =
        run_process(SOTTO_HOSTILE_READER, {name}, input, limit, std::size_t{1} << 20U, {});
    ::close(other);
    ::close(input);
    REQUIRE(result.has_value());
    return std::move(*result);
}

bool has_protection(const std::string& name) {
    const std::string protections = act("protections").output;
    INFO(protections);
    REQUIRE(protections.contains("seccomp,"));
    return !protections.contains("no " + name);
}

// Stopped means: the kernel said no, or ended the process before it could say anything.
bool is_stopped(const std::string& name) {
    const ProcessResult result = act(name);
    INFO(name << ": " << result.output);
    CHECK(result.end == ProcessEnd::finished);
    return result.output == "refused" || (result.output.empty() && WIFSIGNALED(result.exit_status));
}

// Asked here, not of the reader: whoever says that a protection is missing would be excused from
// it.
TEST_CASE("the reader puts up every protection that the kernel has") {
    const long landlock =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    CHECK(has_protection("seccomp") == (::prctl(PR_GET_SECCOMP) >= 0));
    CHECK(has_protection("landlock") == (landlock >= 1));
}

TEST_CASE("a taken-over reader can open no file, whatever protection there is") {
    if (!has_protection("seccomp") && !has_protection("landlock")) {
        SKIP("this kernel has neither seccomp nor Landlock");
    }
    CHECK(is_stopped("passwd"));
    CHECK(is_stopped("listing"));
    CHECK(is_stopped("write"));
    CHECK_FALSE(std::filesystem::exists("hostile-reader-was-here"));
}

TEST_CASE("a taken-over reader can reach no network, process or program") {
    if (!has_protection("seccomp")) {
        SKIP("this kernel has no seccomp");
    }
    for (const char* name : {"socket", "local", "fork", "execute", "trace", "signal", "code"}) {
        CHECK(is_stopped(name));
        const ProcessResult result = act(name);
        CHECK(WIFSIGNALED(result.exit_status));
        CHECK(WTERMSIG(result.exit_status) == SIGSYS);
    }
}

TEST_CASE("a reader has no descriptor but its three") {
    CHECK(act("inherit").output == "refused");
}

TEST_CASE("a reader gets no 2 GiB") {
#if defined(__SANITIZE_ADDRESS__)
    SKIP("the address sanitizer reserves terabytes, so there is no limit on memory here");
#endif
    CHECK(act("memory").output == "refused");
}

TEST_CASE("a reader that never ends, or never stops writing, is ended") {
    CHECK(act("loop", 100ms).end == ProcessEnd::timed_out);
    CHECK(act("noise").end == ProcessEnd::too_loud);
}

TEST_CASE("a reader that crashes leaves its signal") {
    const ProcessResult result = act("crash");
    CHECK(result.end == ProcessEnd::finished);
    CHECK(result.output.empty());
    CHECK(WIFSIGNALED(result.exit_status));
}

TEST_CASE("a reader nobody waits for any more is ended") {
    std::stop_source stop;
    stop.request_stop();
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const auto result =
        run_process(SOTTO_HOSTILE_READER, {"loop"}, input, 50s, 1000, stop.get_token());
    ::close(input);
    REQUIRE(result.has_value());
    CHECK(result->end == ProcessEnd::cancelled);
}

TEST_CASE("a program that is not there is named") {
    const auto result = run_process("/nonexistent/reader", {}, STDIN_FILENO, 1s, 1000, {});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == ErrorCode::io);
    CHECK(result.error().detail.contains("/nonexistent/reader"));
}

} // namespace
} // namespace sotto::app
