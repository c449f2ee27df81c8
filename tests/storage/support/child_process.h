#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>

namespace sotto::storage {

/// A fork of the test that talks through two pipes and leaves without running the test's
/// destructors. Killed and awaited by the destructor if that has not happened yet.
class ChildProcess {
public:
    /// The child's ends of the pipes.
    struct Ends {
        int in = -1;
        int out = -1;
    };
    /// `body` runs in the child; its result (or 99 after an exception) becomes the exit status.
    explicit ChildProcess(const std::function<int(Ends)>& body);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Reads exactly `size` bytes of what the child writes; false at its end.
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

/// Writes or reads exactly `size` bytes of a pipe; false when the other end is closed.
[[nodiscard]] bool write_all(int file, const void* data, std::size_t size);
[[nodiscard]] bool read_all(int file, void* data, std::size_t size);

} // namespace sotto::storage
