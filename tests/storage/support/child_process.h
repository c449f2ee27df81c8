#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>

namespace sotto::storage {

/// A fork of the test that communicates through two pipes and exits without running the test's
/// destructors. The destructor kills it and waits for it, if it is still running.
class ChildProcess {
public:
    /// The child's ends of the pipes.
    struct Ends {
        int in = -1;
        int out = -1;
    };
    /// `body` runs in the child. Its result is the exit status; an exception gives 99.
    explicit ChildProcess(const std::function<int(Ends)>& body);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Reads exactly `size` bytes that the child writes; false at the end.
    [[nodiscard]] bool read(void* data, std::size_t size) const;
    void close_input();
    void kill() const;
    /// The exit status, or -1 after a signal.
    int wait();

private:
    pid_t process_ = -1;
    int from_child_ = -1;
    int to_child_ = -1;
};

/// Write or read exactly `size` bytes of a pipe; false when the other end is closed.
[[nodiscard]] bool write_all(int file, const void* data, std::size_t size);
[[nodiscard]] bool read_all(int file, void* data, std::size_t size);

} // namespace sotto::storage
