#include "tests/storage/support/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

namespace sotto::storage {

ChildProcess::ChildProcess(const std::function<int(Ends)>& body) {
    std::array<int, 2> up{};
    std::array<int, 2> down{};
    if (::pipe2(up.data(), O_CLOEXEC) != 0 || ::pipe2(down.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("a pipe could not be created");
    }
    process_ = ::fork();
    if (process_ < 0) {
        throw std::runtime_error("a child process could not be created");
    }
    if (process_ == 0) {
        ::close(up[0]);
        ::close(down[1]);
        int status = 99;
        try {
            status = body({.in = down[0], .out = up[1]});
        } catch (const std::exception& exception) {
            std::fprintf(stderr, "child process: %s\n", exception.what());
        }
        ::_exit(status);
    }
    ::close(up[1]);
    ::close(down[0]);
    from_child_ = up[0];
    to_child_ = down[1];
}

ChildProcess::~ChildProcess() {
    if (process_ > 0) {
        kill();
        wait();
    }
    ::close(from_child_);
    close_input();
}

bool ChildProcess::read(void* data, std::size_t size) const {
    return read_all(from_child_, data, size);
}

void ChildProcess::close_input() {
    if (to_child_ >= 0) {
        ::close(std::exchange(to_child_, -1));
    }
}

void ChildProcess::kill() const {
    ::kill(process_, SIGKILL);
}

int ChildProcess::wait() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool write_all(int file, const void* data, std::size_t size) {
    const char* next = static_cast<const char*>(data);
    while (size > 0) {
        const ssize_t written = ::write(file, next, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        next += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

bool read_all(int file, void* data, std::size_t size) {
    char* next = static_cast<char*>(data);
    while (size > 0) {
        const ssize_t count = ::read(file, next, size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        next += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

} // namespace sotto::storage
