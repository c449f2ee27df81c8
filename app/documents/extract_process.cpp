#include "app/documents/extract_process.h"

#include "app/extract/protocol/parent_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <format>
#include <string>
#include <system_error>
#include <utility>

namespace sotto::app {

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return number_; }
    void close() {
        if (number_ >= 0) {
            ::close(std::exchange(number_, -1));
        }
    }

private:
    int number_;
};

// The descriptors and signals of the new process. It has its own process group, so that Ctrl-C in
// the terminal does not reach it, and default signal handling, whatever this process blocks.
class SpawnPlan {
public:
    SpawnPlan(int input, int output) {
        posix_spawn_file_actions_init(&files_);
        posix_spawnattr_init(&attributes_);
        posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                   POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnPlan() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&files_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    [[nodiscard]] Result<pid_t> start(const std::filesystem::path& program,
                                      std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), program.filename().string());
        std::vector<char*> words;
        for (std::string& argument : arguments) {
            words.push_back(argument.data());
        }
        words.push_back(nullptr);
        std::string parent = std::format("{}={}", extract::kParentVariable, ::getpid());
        const std::array<char*, 2> environment{parent.data(), nullptr};
        pid_t process = -1;
        const int error = ::posix_spawn(&process, program.c_str(), &files_, &attributes_,
                                        words.data(), environment.data());
        if (error != 0) {
            return fail(ErrorCode::io,
                        "the program " + program.string() + " could not be started: " +
                            std::error_code(error, std::generic_category()).message());
        }
        return process;
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

// Reads until the other end closes, the deadline passes, or `stopped` becomes readable.
ProcessEnd read_all(int output, int stopped, Clock::time_point deadline, std::size_t limit_bytes,
                    std::string& bytes) {
    std::array<char, 65536> buffer;
    while (true) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            return ProcessEnd::timed_out;
        }
        std::array<pollfd, 2> waiting{pollfd{output, POLLIN, 0}, pollfd{stopped, POLLIN, 0}};
        const int ready = ::poll(waiting.data(), waiting.size(),
                                 static_cast<int>(std::min<std::int64_t>(left, 3'600'000)));
        if (ready <= 0) {
            continue; // a timeout or a signal
        }
        if (waiting[1].revents != 0) {
            return ProcessEnd::cancelled;
        }
        const ssize_t count = ::read(output, buffer.data(), buffer.size());
        if (count == 0) {
            return ProcessEnd::finished;
        }
        if (count > 0) {
            bytes.append(buffer.data(), static_cast<std::size_t>(count));
        }
        if (bytes.size() > limit_bytes) {
            return ProcessEnd::output_too_large;
        }
    }
}

// Whether the process ends within `milliseconds`; false where the kernel cannot tell.
bool ends_within(pid_t process, int milliseconds) {
    const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
    pollfd waiting{watch.number(), POLLIN, 0};
    return watch.number() >= 0 && ::poll(&waiting, 1, milliseconds) > 0;
}

// The process id stays valid until waitpid(), so no other process can be hit. A process that closed
// its output is about to exit by itself.
int end_process(pid_t process, ProcessEnd end) {
    constexpr int kGraceMilliseconds = 500;
    if (end != ProcessEnd::finished || !ends_within(process, kGraceMilliseconds)) {
        ::kill(process, SIGTERM);
        if (!ends_within(process, kGraceMilliseconds)) {
            ::kill(process, SIGKILL);
        }
    }
    int status = -1;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

Result<ProcessResult> run_process(const std::filesystem::path& program,
                                  std::vector<std::string> arguments, int input,
                                  std::chrono::milliseconds time_limit,
                                  std::size_t output_limit_bytes, const std::stop_token& stop) {
    const auto deadline = Clock::now() + time_limit;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail(ErrorCode::internal, "the pipe for reading a document could not be created");
    }
    const Descriptor output(ends[0]);
    Descriptor other_end(ends[1]);
    const Descriptor stopped(::eventfd(0, EFD_CLOEXEC));
    if (stopped.number() < 0) {
        return fail(ErrorCode::internal, "the event for stopping a document could not be created");
    }
    const auto process = SpawnPlan(input, other_end.number()).start(program, std::move(arguments));
    if (!process) {
        return std::unexpected(process.error());
    }
    other_end.close();
    const std::stop_callback wake(stop, [&stopped] { ::eventfd_write(stopped.number(), 1); });
    ProcessResult result;
    result.end =
        read_all(output.number(), stopped.number(), deadline, output_limit_bytes, result.output);
    result.exit_status = end_process(*process, result.end);
    return result;
}

} // namespace sotto::app
