#include "ui/bridge/word_buffer.h"

#include "core/text/utf8.h"

#include <cstddef>
#include <utility>

namespace sotto::ui {

namespace {

constexpr std::size_t kMaxWordBytes = 48;

// In UTF-8, CJK, kana, Hangul, other scripts from U+2E80 on and emoji start with these bytes; such
// text has no spaces.
bool ends_without_spaces(std::string_view text) {
    std::size_t start = text.size();
    while (start > 0 && is_continuation_byte(text[start - 1])) {
        --start;
    }
    return start > 0 && start < text.size() &&
           static_cast<unsigned char>(text[start - 1]) >= 0xE2U && text.size() - start >= 2;
}

} // namespace

std::string WordBuffer::push(std::string_view text) {
    held_ += text;
    const std::size_t space = held_.find_last_of(" \n\t");
    if (ends_without_spaces(held_) || held_.size() > kMaxWordBytes + (space + 1)) {
        return std::exchange(held_, {});
    }
    if (space == std::string::npos) {
        return {};
    }
    std::string shown = held_.substr(0, space + 1);
    held_.erase(0, space + 1);
    return shown;
}

std::string WordBuffer::take_rest() {
    return std::exchange(held_, {});
}

} // namespace sotto::ui
