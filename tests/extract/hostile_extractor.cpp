// hostile-extractor ACT: enters the sandbox of sotto-extract, then tries to get out. It prints
// "escaped" if it could, "refused" if the kernel refused, and nothing if it was killed.
// hostile-extractor program ACT: the same in the sandbox of sotto-recognize.

#include "app/extract/sandbox/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <utility>

namespace {

using sotto::extract::MissingProtections;

void say(std::string_view word) {
    static_cast<void>(::write(STDOUT_FILENO, word.data(), word.size()));
}

bool opens(const char* file, int flags) {
    return ::open(file, flags, 0600) >= 0;
}

bool runs_another_program() {
    char name[] = "/bin/true";
    char* const words[] = {name, nullptr};
    return ::execv(name, words) == 0;
}

bool takes(std::size_t bytes, int protection) {
    return ::mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

bool computes_for_ever() {
    static std::atomic<unsigned> counter = 0;
    while (true) {
        ++counter;
    }
}

bool writes_for_ever() {
    static const std::array<char, 65536> noise{};
    while (::write(STDOUT_FILENO, noise.data(), noise.size()) > 0) {
    }
    return false;
}

bool crashes() {
    ::raise(SIGSEGV);
    std::abort();
}

bool has_open(int descriptor) {
    return ::lseek(descriptor, 0, SEEK_CUR) >= 0;
}

struct Act {
    std::string_view name;
    std::function<bool()> try_it;
};

const std::array kActs{
    Act{"passwd", [] { return opens("/etc/passwd", O_RDONLY); }},
    Act{"listing", [] { return opens("/", O_RDONLY | O_DIRECTORY); }},
    Act{"write", [] { return opens("hostile-extractor-was-here", O_WRONLY | O_CREAT); }},
    Act{"socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
    Act{"local", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }},
    Act{"fork", [] { return ::fork() >= 0; }},
    Act{"execute", runs_another_program},
    Act{"trace", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
    Act{"signal", [] { return ::kill(::getppid(), 0) == 0; }},
    Act{"memory", [] { return takes(std::size_t{2} << 30U, PROT_READ | PROT_WRITE); }},
    Act{"code", [] { return takes(4096, PROT_READ | PROT_EXEC); }},
    Act{"writable code", [] { return takes(4096, PROT_READ | PROT_WRITE | PROT_EXEC); }},
    Act{"inherit", [] { return has_open(3) || has_open(100); }},
    Act{"loop", computes_for_ever},
    Act{"noise", writes_for_ever},
    Act{"crash", crashes},
};

} // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        return 2;
    }
    const bool is_program = std::string_view(arguments[1]) == "program" && count > 2;
    const std::string_view name = arguments[is_program ? 2 : 1];
    const auto missing =
        is_program ? sotto::extract::enter_program_sandbox() : sotto::extract::enter_sandbox();
    if (!missing) {
        return 70;
    }
    if (name == "protections") {
        say(missing->system_calls ? "no seccomp," : "seccomp,");
        say(missing->files ? "no landlock" : "landlock");
    }
    for (const Act& act : kActs) {
        if (act.name == name) {
            say(act.try_it() ? "escaped" : "refused");
        }
    }
    ::_exit(0);
}
