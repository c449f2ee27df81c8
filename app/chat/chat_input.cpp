#include "app/chat/chat_input.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace sotto::app {

namespace {

// The lines of a paste follow each other faster than anyone types.
constexpr int kPasteGapMilliseconds = 20;

} // namespace

std::expected<bool, InputEnd> ChatInput::wait(int timeout_ms) const {
    while (true) {
        std::array<pollfd, 2> events{pollfd{interrupted_, POLLIN, 0}, pollfd{input_, POLLIN, 0}};
        const int count = ::poll(events.data(), events.size(), timeout_ms);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return std::unexpected(InputEnd::failed);
        }
        if (events[0].revents != 0) {
            return std::unexpected(InputEnd::interrupted);
        }
        return count > 0;
    }
}

std::expected<bool, InputEnd> ChatInput::fill() {
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(input_, bytes.data(), bytes.size());
    if (count < 0) {
        return errno == EINTR || errno == EAGAIN
                   ? std::expected<bool, InputEnd>(true)
                   : std::unexpected(errno == EIO ? InputEnd::closed : InputEnd::failed);
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0;
}

std::expected<std::string, InputEnd> ChatInput::read_message() {
    while (true) {
        const auto line_end =
            grouping_ == LineGrouping::each_line ? buffer_.find('\n') : buffer_.rfind('\n');
        if (line_end != std::string::npos) {
            const auto more =
                grouping_ == LineGrouping::each_line ? false : wait(kPasteGapMilliseconds);
            if (!more) {
                return std::unexpected(more.error());
            }
            if (!*more) {
                std::string message = buffer_.substr(0, line_end);
                buffer_.erase(0, line_end + 1);
                return message;
            }
        } else if (is_closed_) {
            return buffer_.empty()
                       ? std::expected<std::string, InputEnd>(std::unexpected(InputEnd::closed))
                       : std::exchange(buffer_, {});
        } else if (const auto ready = wait(-1); !ready) {
            return std::unexpected(ready.error());
        }
        const auto is_open = fill();
        if (!is_open) {
            return std::unexpected(is_open.error());
        }
        is_closed_ = !*is_open;
        if (is_closed_) {
            grouping_ = LineGrouping::each_line; // no further paste can come
        }
    }
}

} // namespace sotto::app
