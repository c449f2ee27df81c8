#include "app/extract/sandbox/protections.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <system_error>
#include <type_traits>

namespace sotto::extract {

namespace {

using Filter = std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, decltype(&seccomp_release)>;

// What the C library needs to compute, and to read and write open descriptors.
constexpr std::array kAllowed{
    SCMP_SYS(read),           SCMP_SYS(readv),        SCMP_SYS(pread64),
    SCMP_SYS(write),          SCMP_SYS(writev),       SCMP_SYS(lseek),
    SCMP_SYS(close),          SCMP_SYS(fstat),        SCMP_SYS(munmap),
    SCMP_SYS(mremap),         SCMP_SYS(madvise),      SCMP_SYS(brk),
    SCMP_SYS(futex),          SCMP_SYS(sched_yield),  SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),  SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),   SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),   SCMP_SYS(clock_getres), SCMP_SYS(getrandom),
    SCMP_SYS(getdents64), // only a folder that could be opened
};

// What libraries try but do not need: they look for settings, the terminal, the machine.
struct Refused {
    int call;
    int error;
};
constexpr std::array kRefused{
    Refused{SCMP_SYS(open), EACCES},       Refused{SCMP_SYS(openat), EACCES},
    Refused{SCMP_SYS(access), EACCES},     Refused{SCMP_SYS(faccessat), EACCES},
    Refused{SCMP_SYS(faccessat2), EACCES}, Refused{SCMP_SYS(stat), EACCES},
    Refused{SCMP_SYS(lstat), EACCES},      Refused{SCMP_SYS(statx), EACCES},
    Refused{SCMP_SYS(readlink), EACCES},   Refused{SCMP_SYS(readlinkat), EACCES},
    Refused{SCMP_SYS(getcwd), EACCES},     Refused{SCMP_SYS(ioctl), ENOTTY},
    Refused{SCMP_SYS(fcntl), EPERM},       Refused{SCMP_SYS(sysinfo), EPERM},
    Refused{SCMP_SYS(uname), EPERM},       Refused{SCMP_SYS(sched_getaffinity), EPERM},
    Refused{SCMP_SYS(getpid), EPERM},      Refused{SCMP_SYS(gettid), EPERM},
};

// What the C library also needs to start a program and load its libraries. Landlock decides which
// files can be read.
constexpr std::array kAllowedForPrograms{
    SCMP_SYS(execve),          SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address),
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq),       SCMP_SYS(access),
    SCMP_SYS(faccessat),       SCMP_SYS(faccessat2), SCMP_SYS(stat),
    SCMP_SYS(lstat),           SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(readlink),        SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
    SCMP_SYS(fcntl),           SCMP_SYS(sysinfo),    SCMP_SYS(uname),
    SCMP_SYS(getpid),          SCMP_SYS(gettid),     SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getuid),          SCMP_SYS(geteuid),    SCMP_SYS(getgid),
    SCMP_SYS(getegid),         SCMP_SYS(getrusage),  SCMP_SYS(times),
};

bool is_known_to_kernel() {
    // A kernel with seccomp filters fails on the null pointer.
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr) != 0 && errno == EFAULT;
}

// The library's macros for this are not valid C++.
scmp_arg_cmp argument(unsigned number, scmp_compare how, scmp_datum_t first,
                      scmp_datum_t second = 0) {
    return {number, how, first, second};
}

class FilterRules {
public:
    explicit FilterRules(scmp_filter_ctx filter) : filter_(filter) {}

    void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions = {}) {
        if (result_ == 0) {
            result_ = seccomp_rule_add_array(filter_, action, call,
                                             static_cast<unsigned>(conditions.size()),
                                             conditions.begin());
            // Some calls (open, stat) do not exist on every architecture.
            result_ = result_ == -EDOM ? 0 : result_;
        }
    }

    // Memory that is not executable.
    void add_memory() {
        for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
            add(SCMP_ACT_ALLOW, call, {argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
        }
    }

    // Memory that is writable or executable, but not both.
    void add_code() {
        constexpr scmp_datum_t kBoth = PROT_WRITE | PROT_EXEC;
        for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
            for (const scmp_datum_t one :
                 {scmp_datum_t{0}, scmp_datum_t{PROT_WRITE}, scmp_datum_t{PROT_EXEC}}) {
                add(SCMP_ACT_ALLOW, call, {argument(2, SCMP_CMP_MASKED_EQ, kBoth, one)});
            }
        }
    }

    // Attributes of open descriptors only; resource limits can be read, not set.
    void add_queries() {
        add(SCMP_ACT_ALLOW, SCMP_SYS(newfstatat),
            {argument(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)});
        add(SCMP_ACT_ERRNO(EACCES), SCMP_SYS(newfstatat),
            {argument(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0)});
        add_limits();
    }

    void add_limits() { add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {argument(2, SCMP_CMP_EQ, 0)}); }

    // Reading only; Landlock decides which files.
    void add_opening() {
        constexpr scmp_datum_t kChanging = O_ACCMODE | O_CREAT | O_TRUNC;
        add(SCMP_ACT_ALLOW, SCMP_SYS(openat),
            {argument(2, SCMP_CMP_MASKED_EQ, kChanging, O_RDONLY)});
        add(SCMP_ACT_ALLOW, SCMP_SYS(open), {argument(1, SCMP_CMP_MASKED_EQ, kChanging, O_RDONLY)});
    }

    [[nodiscard]] int result() const { return result_; }

private:
    scmp_filter_ctx filter_;
    int result_ = 0;
};

// Loads a filter with the rules of `add_rules`; `otherwise` is the action for all other calls.
template <class AddRules>
Result<Protection> load_filter(std::uint32_t otherwise, AddRules add_rules) {
    if (!is_known_to_kernel()) {
        return Protection::missing;
    }
    const Filter filter(seccomp_init(otherwise), &seccomp_release);
    if (!filter) {
        return fail(ErrorCode::internal, "there is no memory for the seccomp filter");
    }
    FilterRules rules(filter.get());
    for (const int call : kAllowed) {
        rules.add(SCMP_ACT_ALLOW, call);
    }
#if defined(__SANITIZE_ADDRESS__)
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(pipe2)); // by which it finds out what memory can be read
#endif
    add_rules(rules);
    const int result = rules.result() == 0 ? seccomp_load(filter.get()) : rules.result();
    if (result != 0) {
        return fail(ErrorCode::internal,
                    "the seccomp filter could not be loaded: " +
                        std::error_code(-result, std::generic_category()).message());
    }
    return Protection::applied;
}

} // namespace

Result<Protection> apply_seccomp_filter(FileOpening opening) {
    return load_filter(SCMP_ACT_KILL_PROCESS, [opening](FilterRules& rules) {
        for (const auto& [call, error] : kRefused) {
            const bool opens = call == SCMP_SYS(open) || call == SCMP_SYS(openat);
            if (!opens || opening == FileOpening::refused) {
                rules.add(SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call);
            }
        }
        rules.add_memory();
        rules.add_queries();
        if (opening == FileOpening::allowed) {
            rules.add_opening();
        }
    });
}

Result<Protection> apply_program_seccomp_filter() {
    return load_filter(SCMP_ACT_ERRNO(EPERM), [](FilterRules& rules) {
        for (const int call : kAllowedForPrograms) {
            rules.add(SCMP_ACT_ALLOW, call);
        }
        // The C library then falls back to clone, which is refused, too.
        rules.add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
        rules.add_code();
        rules.add_limits();
        rules.add_opening();
    });
}

} // namespace sotto::extract
