#pragma once

#include <expected>
#include <string>

namespace sotto::app {

/// Why there is no message.
enum class InputEnd { closed, interrupted, failed };

/// How lines become messages: in a pipe or a file each line is a message; a paste in a terminal is
/// several lines at once, which are one message.
enum class LineGrouping { each_line, pasted_lines };

/// Reads messages from a descriptor; a signal can interrupt the wait.
class ChatInput {
public:
    /// `interrupted`: a descriptor that is readable after a signal. The caller owns both.
    ChatInput(int input, int interrupted, LineGrouping grouping)
        : input_(input), interrupted_(interrupted), grouping_(grouping) {}

    /// The next message, without its last line feed.
    [[nodiscard]] std::expected<std::string, InputEnd> read_message();

private:
    /// Waits for input, without end if `timeout_ms` < 0. Returns whether there is any.
    [[nodiscard]] std::expected<bool, InputEnd> wait(int timeout_ms) const;
    /// Appends available input to buffer_; false at the end of the input.
    [[nodiscard]] std::expected<bool, InputEnd> fill();

    int input_;
    int interrupted_;
    LineGrouping grouping_;
    std::string buffer_;
    bool is_closed_ = false;
};

} // namespace sotto::app
