#include "app/extract/sandbox/sandbox.h"

#include "app/extract/protocol/parent_process.h"
#include "app/extract/sandbox/protections.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// Poppler opens its tables of Chinese, Japanese and Korean characters when a PDF needs them. There
// are hundreds, too many to read them all in advance, and they are not secret.
constexpr std::array kReadablePaths{AllowedPath{"/usr/share/poppler", PathAccess::read}};
// A program, its libraries, and the dynamic linker's cache.
constexpr std::array kProgramPaths{
    AllowedPath{"/usr", PathAccess::execute}, AllowedPath{"/lib", PathAccess::execute},
    AllowedPath{"/lib64", PathAccess::execute}, AllowedPath{"/etc/ld.so.cache", PathAccess::read}};

bool limit(auto resource, rlim_t max) {
    const rlimit value{max, max};
    return ::setrlimit(resource, &value) == 0;
}

bool set_limits(rlim_t memory_bytes, rlim_t seconds) {
#if defined(__SANITIZE_ADDRESS__)
    constexpr bool kLimitsMemory = false; // the sanitizer reserves terabytes of address space
#else
    constexpr bool kLimitsMemory = true;
#endif
    return (!kLimitsMemory || limit(RLIMIT_AS, memory_bytes)) && limit(RLIMIT_CPU, seconds) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_MEMLOCK, 0);
}

// Whether the program that started this one still runs. The kernel sends the signal for the end of
// the parent only where that comes after the request.
bool has_parent() {
    const char* const parent = std::getenv(kParentVariable);
    return parent == nullptr || std::to_string(::getppid()) == parent;
}

// Ends with the parent process, cannot be dumped or traced, and gains no privileges.
bool give_up_rights() {
    return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && has_parent() &&
           ::prctl(PR_SET_DUMPABLE, 0) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

// Sets limits and protections. `filter` applies the seccomp filter and is told whether Landlock
// applies.
template <class Filter>
Result<MissingProtections> enter_sandbox(rlim_t memory_bytes, rlim_t seconds,
                                         std::span<const AllowedPath> paths, Filter filter) {
    ::closefrom(STDERR_FILENO + 1);
    if (!set_limits(memory_bytes, seconds) || !give_up_rights()) {
        return fail(ErrorCode::internal, "the limits for reading files could not be set");
    }
    const auto files = apply_landlock(paths);
    if (!files) {
        return std::unexpected(files.error());
    }
    const Result<Protection> calls = filter(*files);
    if (!calls) {
        return std::unexpected(calls.error());
    }
    return MissingProtections{*calls == Protection::missing, *files == Protection::missing};
}

} // namespace

Result<MissingProtections> enter_sandbox() {
    return enter_sandbox(kMemoryLimit, kTimeLimit, kReadablePaths, [](Protection files) {
        // Without Landlock nothing limits which files can be opened, so none can.
        return apply_seccomp_filter(files == Protection::applied ? FileOpening::allowed
                                                                 : FileOpening::refused);
    });
}

Result<MissingProtections> enter_program_sandbox() {
    return enter_sandbox(kProgramMemoryLimit, kProgramTimeLimit, kProgramPaths,
                         [](Protection) { return apply_program_seccomp_filter(); });
}

} // namespace sotto::extract
