#include "app/extract/sandbox/sandbox.h"

#include "app/extract/sandbox/system_call_filter.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <span>
#include <utility>

namespace sotto::extract {

namespace {

// Poppler reads its tables of Chinese, Japanese and Korean characters when a PDF first names one;
// there are some hundred of them, too many to read them all before. They are no secret.
constexpr std::array kReadable{OpenPlace{"/usr/share/poppler", PlaceUse::reading}};
// A program and its libraries, and the list by which they are found.
constexpr std::array kPrograms{
    OpenPlace{"/usr", PlaceUse::programs}, OpenPlace{"/lib", PlaceUse::programs},
    OpenPlace{"/lib64", PlaceUse::programs}, OpenPlace{"/etc/ld.so.cache", PlaceUse::reading}};

bool limit(auto resource, rlim_t most) {
    const rlimit value{most, most};
    return ::setrlimit(resource, &value) == 0;
}

bool set_limits(rlim_t memory_bytes, rlim_t seconds) {
#if defined(__SANITIZE_ADDRESS__)
    constexpr bool kLimitsMemory = false; // the sanitizer reserves terabytes of addresses
#else
    constexpr bool kLimitsMemory = true;
#endif
    return (!kLimitsMemory || limit(RLIMIT_AS, memory_bytes)) && limit(RLIMIT_CPU, seconds) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_MEMLOCK, 0);
}

// Dies with the one who started it, has no memory image that others may read, gains no rights.
bool give_up_rights() {
    return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
           ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

// Limits and protections; `filter` puts up that of the system calls, told whether Landlock stands.
template <class Filter>
Result<MissingProtections> enter_sandbox(rlim_t memory_bytes, rlim_t seconds,
                                         std::span<const OpenPlace> places, Filter filter) {
    ::closefrom(STDERR_FILENO + 1);
    if (!set_limits(memory_bytes, seconds) || !give_up_rights()) {
        return fail(ErrorCode::internal, "the limits for reading files could not be set");
    }
    const auto files = apply_landlock(places);
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
    return enter_sandbox(kMemoryLimit, kTimeLimit, kReadable, [](Protection files) {
        // Without Landlock nothing decides which file is opened, so none is.
        return put_up_system_call_filter(files == Protection::standing ? Opening::reading
                                                                       : Opening::refused);
    });
}

Result<MissingProtections> enter_program_sandbox() {
    return enter_sandbox(kProgramMemoryLimit, kProgramTimeLimit, kPrograms,
                         [](Protection) { return put_up_program_filter(); });
}

} // namespace sotto::extract
