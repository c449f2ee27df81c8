#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// Standard output for results, unbuffered, and standard error for messages and a status line.
/// Runs on: the main thread.
class Terminal {
public:
    Terminal();

    [[nodiscard]] bool input_is_terminal() const { return input_is_terminal_; }
    [[nodiscard]] bool output_is_terminal() const { return output_is_terminal_; }

    /// Whether standard error is a terminal with colours and NO_COLOR is not set.
    [[nodiscard]] bool has_colour() const { return has_colour_; }

    /// Writes to standard output. On a terminal, control characters are dropped, since a model can
    /// write any: they could move the cursor or change the title.
    /// Errors: io; cancelled when the other end of the pipe is closed (then output_is_closed()).
    Status write(std::string_view text);

    /// Writes bytes to standard output unchanged. Errors: as write().
    Status write_bytes(std::string_view bytes);

    /// Whether the program that reads standard output closed it, as `sotto … | head` does.
    [[nodiscard]] bool output_is_closed() const { return output_is_closed_; }

    /// Prints one line on standard error, without controls of direction.
    void message(std::string_view line);

    /// The same in grey, and only when standard error is a terminal.
    void quiet_message(std::string_view line);

    /// Shows a status line on standard error in place of the previous one. Does nothing when
    /// standard error is not a terminal.
    void show_status(std::string_view line);
    void clear_status();
    [[nodiscard]] bool shows_status() const { return can_rewrite_line_; }

private:
    bool input_is_terminal_;
    bool output_is_terminal_;
    bool error_is_terminal_;
    bool has_colour_;
    bool can_rewrite_line_;
    bool status_is_shown_ = false;
    bool output_is_closed_ = false;
};

/// `text` without control characters (C0 except line feed and tab, DEL, C1).
[[nodiscard]] std::string without_control_characters(std::string_view text);

} // namespace sotto::app
