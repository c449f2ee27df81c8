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
    const int other = ::dup2(input, 100); // must not be inherited
    auto result =
        run_process(SOTTO_HOSTILE_EXTRACTOR, {name}, input, limit, std::size_t{1} << 20U, {});
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

// Stopped: the kernel refused, or killed the process before it could answer.
bool is_stopped(const std::string& name) {
    const ProcessResult result = act(name);
    INFO(name << ": " << result.output);
    CHECK(result.end == ProcessEnd::finished);
    return result.output == "refused" || (result.output.empty() && WIFSIGNALED(result.exit_status));
}

// Checked here independently: a process that reports a protection as missing would be excused from
// it.
TEST_CASE("the sandbox applies every protection of the kernel") {
    const long landlock =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    CHECK(has_protection("seccomp") == (::prctl(PR_GET_SECCOMP) >= 0));
    CHECK(has_protection("landlock") == (landlock >= 1));
}

TEST_CASE("a compromised extractor cannot open a file with either protection") {
    if (!has_protection("seccomp") && !has_protection("landlock")) {
        SKIP("this kernel has neither seccomp nor Landlock");
    }
    CHECK(is_stopped("passwd"));
    CHECK(is_stopped("listing"));
    CHECK(is_stopped("write"));
    CHECK_FALSE(std::filesystem::exists("hostile-extractor-was-here"));
}

TEST_CASE("a compromised extractor cannot reach a network, process or program") {
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

TEST_CASE("the sandbox leaves three descriptors") {
    CHECK(act("inherit").output == "refused");
}

TEST_CASE("the sandbox limits memory") {
#if defined(__SANITIZE_ADDRESS__)
    SKIP("the address sanitizer reserves terabytes, so there is no limit on memory here");
#endif
    CHECK(act("memory").output == "refused");
}

TEST_CASE("a process that hangs or writes without end is killed") {
    CHECK(act("loop", 100ms).end == ProcessEnd::timed_out);
    CHECK(act("noise").end == ProcessEnd::output_too_large);
}

TEST_CASE("a crash is reported with its signal") {
    const ProcessResult result = act("crash");
    CHECK(result.end == ProcessEnd::finished);
    CHECK(result.output.empty());
    CHECK(WIFSIGNALED(result.exit_status));
}

TEST_CASE("a stop kills the process") {
    std::stop_source stop;
    stop.request_stop();
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const auto result =
        run_process(SOTTO_HOSTILE_EXTRACTOR, {"loop"}, input, 50s, 1000, stop.get_token());
    ::close(input);
    REQUIRE(result.has_value());
    CHECK(result->end == ProcessEnd::cancelled);
}

TEST_CASE("a missing program is named in the error") {
    const auto result = run_process("/nonexistent/extractor", {}, STDIN_FILENO, 1s, 1000, {});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == ErrorCode::io);
    CHECK(result.error().detail.contains("/nonexistent/extractor"));
}

} // namespace
} // namespace sotto::app
