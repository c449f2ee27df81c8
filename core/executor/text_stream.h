#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace sotto {

/// A mailbox for text between two threads that keeps at most one wake-up in flight: the producer
/// appends, and only the first append after a drain asks for a wake-up; the consumer takes all.
class TextStream {
public:
    /// Adds text. Returns true when the consumer must be woken. Runs on: the producer's thread.
    [[nodiscard]] bool append(std::string_view text);

    /// Everything since the last take; empty when there is nothing. Runs on: the consumer's thread.
    [[nodiscard]] std::string take();

private:
    std::mutex mutex_;
    std::string text_;
};

} // namespace sotto
