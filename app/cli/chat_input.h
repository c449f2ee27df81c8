#pragma once

#include <expected>
#include <string>

namespace sotto::app {

/// Why there is no line.
enum class InputEnd { closed, interrupted, failed };

/// How lines become messages: a paste arrives in a terminal as several lines at once and is one
/// message; in a pipe or a file each line is a message.
enum class LineGrouping { each_line, lines_that_come_together };

/// Reads what a person types, and can be woken by a signal while it waits.
class ChatInput {
public:
    /// `interrupted`: a descriptor that is readable after a signal. Owner: of both, the caller.
    ChatInput(int input, int interrupted, LineGrouping grouping)
        : input_(input), interrupted_(interrupted), grouping_(grouping) {}

    /// The next message, without its last line feed.
    [[nodiscard]] std::expected<std::string, InputEnd> read_message();

private:
    /// Waits for input; `timeout_ms` < 0 = as long as it takes. Returns whether there is some.
    [[nodiscard]] std::expected<bool, InputEnd> wait(int timeout_ms) const;
    /// Appends what can be read to buffer_; false at the end of the input.
    [[nodiscard]] std::expected<bool, InputEnd> fill();

    int input_;
    int interrupted_;
    LineGrouping grouping_;
    std::string buffer_;
    bool is_closed_ = false;
};

} // namespace sotto::app
