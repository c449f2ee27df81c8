#include "app/cli/terminal.h"

#include "core/system_error.h"
#include "core/text/bidi.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace sotto::app {

namespace {

constexpr std::string_view kClearLine = "\r\x1b[K";
constexpr std::string_view kQuiet = "\x1b[2m";
constexpr std::string_view kNormal = "\x1b[0m";

bool variable_is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && value[0] != '\0';
}

bool is_dumb_terminal() {
    const char* term = std::getenv("TERM");
    return term == nullptr || std::string_view(term) == "dumb" || term[0] == '\0';
}

// Returns 0 or an errno value.
int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd wait{descriptor, POLLOUT, 0};
            ::poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

// A message may name a file, whose name may hold anything.
std::string clean_line(std::string_view line) {
    return without_bidi_controls(without_control_characters(line));
}

// There is nowhere left to report a failure to write to standard error.
void write_error_line(std::string_view text) {
    static_cast<void>(write_all(STDERR_FILENO, text));
}

} // namespace

std::string without_control_characters(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool is_c0 = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
        // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
        const bool is_c1 = byte == 0xC2 && i + 1 < text.size() &&
                           static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                           static_cast<unsigned char>(text[i + 1]) <= 0x9F;
        if (is_c1) {
            ++i;
        } else if (!is_c0) {
            clean += text[i];
        }
    }
    return clean;
}

Terminal::Terminal()
    : input_is_terminal_(::isatty(STDIN_FILENO) == 1),
      output_is_terminal_(::isatty(STDOUT_FILENO) == 1),
      error_is_terminal_(::isatty(STDERR_FILENO) == 1),
      has_colour_(error_is_terminal_ && !variable_is_set("NO_COLOR") && !is_dumb_terminal()),
      can_rewrite_line_(error_is_terminal_ && !is_dumb_terminal()) {}

Status Terminal::write(std::string_view text) {
    if (!output_is_terminal_) {
        return write_bytes(text);
    }
    return write_bytes(without_control_characters(text));
}

Status Terminal::write_bytes(std::string_view bytes) {
    if (output_is_closed_) {
        return fail(ErrorCode::cancelled, "the output was closed");
    }
    if (bytes.empty()) {
        return {};
    }
    clear_status();
    const int error = write_all(STDOUT_FILENO, bytes);
    if (error == EPIPE) {
        output_is_closed_ = true;
        return fail(ErrorCode::cancelled, "the output was closed");
    }
    if (error != 0) {
        return std::unexpected(system_error("the output could not be written", error));
    }
    return {};
}

void Terminal::message(std::string_view line) {
    clear_status();
    write_error_line(clean_line(line) + '\n');
}

void Terminal::quiet_message(std::string_view line) {
    if (!error_is_terminal_) {
        return;
    }
    clear_status();
    std::string text = clean_line(line);
    if (has_colour_) {
        text = std::string(kQuiet) + text + std::string(kNormal);
    }
    write_error_line(text + '\n');
}

void Terminal::show_status(std::string_view line) {
    if (!can_rewrite_line_) {
        return;
    }
    std::string text(kClearLine);
    text += has_colour_ ? kQuiet : std::string_view();
    text += clean_line(line);
    text += has_colour_ ? kNormal : std::string_view();
    write_error_line(text);
    status_is_shown_ = true;
}

void Terminal::clear_status() {
    if (status_is_shown_) {
        write_error_line(kClearLine);
        status_is_shown_ = false;
    }
}

} // namespace sotto::app
