#include "app/extract/rtf/rtf_stream.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace sotto::extract {

RtfToken RtfStream::next() {
    using Kind = RtfToken::Kind;
    while (!rest_.empty()) {
        const char byte = rest_.front();
        rest_.remove_prefix(1);
        if (byte == '\r' || byte == '\n') {
            continue;
        }
        RtfToken token;
        const bool begins_group = std::exchange(is_group_begin_, byte == '{');
        if (byte == '\\') {
            token = take_control();
        } else {
            token.kind = byte == '{' ? Kind::open : byte == '}' ? Kind::close : Kind::byte;
            token.byte = byte;
        }
        if (token.kind == Kind::word && token.name == "bin") {
            rest_.remove_prefix(
                std::min(rest_.size(), static_cast<std::size_t>(std::max(token.number, 0))));
            continue;
        }
        token.begins_group = begins_group;
        return token;
    }
    return {};
}

RtfToken RtfStream::take_control() {
    RtfToken token;
    if (rest_.empty()) {
        return token;
    }
    if (is_ascii_letter(rest_.front())) {
        return take_word();
    }
    token.kind = RtfToken::Kind::symbol;
    token.byte = rest_.front();
    rest_.remove_prefix(1);
    if (token.byte == '{' || token.byte == '}' || token.byte == '\\') {
        token.kind = RtfToken::Kind::byte;
    } else if (token.byte == '\'') {
        unsigned value = 0;
        const std::string_view digits = rest_.substr(0, 2);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        rest_.remove_prefix(digits.size());
        if (error == std::errc() && end == digits.data() + digits.size()) {
            token.kind = RtfToken::Kind::byte;
            token.byte = static_cast<char>(value);
        }
    }
    return token;
}

RtfToken RtfStream::take_word() {
    std::size_t length = 0;
    while (length < rest_.size() && is_ascii_letter(rest_[length])) {
        ++length;
    }
    RtfToken token;
    token.kind = RtfToken::Kind::word;
    token.name = rest_.substr(0, length);
    rest_.remove_prefix(length);
    const char* const begin = rest_.data();
    const auto [end, error] = std::from_chars(begin, begin + rest_.size(), token.number);
    token.has_number = end != begin;
    rest_.remove_prefix(static_cast<std::size_t>(end - begin));
    if (rest_.starts_with(' ')) {
        rest_.remove_prefix(1);
    }
    return token;
}

std::string_view RtfStream::take_group() {
    const std::string_view whole = rest_;
    int depth = 0;
    while (true) {
        const std::string_view before = rest_;
        const RtfToken token = next();
        depth += token.kind == RtfToken::Kind::open ? 1 : 0;
        depth -= token.kind == RtfToken::Kind::close ? 1 : 0;
        if (token.kind == RtfToken::Kind::end || depth < 0) {
            // (Line ends before the brace belong to nothing.)
            rest_ = token.kind == RtfToken::Kind::end ? rest_ : before;
            is_group_begin_ = false;
            return whole.substr(0, whole.size() - rest_.size());
        }
    }
}

} // namespace sotto::extract
