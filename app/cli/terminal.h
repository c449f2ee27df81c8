#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// Standard output and standard error as the commands use them: results on the first, at once and
/// unbuffered; messages and the passing status line on the second. Runs on: the main thread.
class Terminal {
public:
    Terminal();

    [[nodiscard]] bool input_is_terminal() const { return input_is_terminal_; }
    [[nodiscard]] bool output_is_terminal() const { return output_is_terminal_; }

    /// Colours and grey text: on a terminal that knows them, unless NO_COLOR is set.
    [[nodiscard]] bool has_colour() const { return has_colour_; }

    /// Writes to standard output. On a terminal, control characters that came with the text (a
    /// model can write any) are left out, so that they cannot move the cursor or change the title.
    /// Errors: io; cancelled when nobody reads any more (then reader_is_gone()).
    Status write(std::string_view text);

    /// Writes bytes to standard output as they are. Errors: as write().
    Status write_bytes(std::string_view bytes);

    /// Whether standard output was closed by its reader, as `sotto … | head` does.
    [[nodiscard]] bool reader_is_gone() const { return reader_is_gone_; }

    /// Prints one line on standard error.
    void message(std::string_view line);

    /// The same in the quiet colour, and only when somebody watches standard error.
    void quiet_message(std::string_view line);

    /// Shows a passing line on standard error, in place of the one before; nothing when standard
    /// error is no terminal.
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
    bool reader_is_gone_ = false;
};

/// `text` without control characters (C0 except line feed and tab, DEL, C1).
[[nodiscard]] std::string without_control_characters(std::string_view text);

} // namespace sotto::app
