#include "core/text/utf8.h"

#include <algorithm>
#include <cstring>

namespace sotto {

namespace {

/// What a lead byte requires: the length, and the range of the next byte.
struct Lead {
    std::size_t length;
    unsigned char low;
    unsigned char high;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) {
        return {1, 0, 0};
    }
    if (byte < 0xC2) {
        return {0, 0, 0};
    }
    if (byte < 0xE0) {
        return {2, 0x80, 0xBF};
    }
    if (byte < 0xF0) {
        // No overlong forms, no surrogates.
        return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    }
    if (byte < 0xF5) {
        return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    }
    return {0, 0, 0};
}

} // namespace

Utf8Step next_utf8(std::string_view bytes) {
    const Lead lead = lead_of(static_cast<unsigned char>(bytes[0]));
    if (lead.length == 0) {
        return {Utf8Kind::broken, 1};
    }
    for (std::size_t i = 1; i < lead.length; ++i) {
        if (i == bytes.size()) {
            return {Utf8Kind::unfinished, i};
        }
        const auto byte = static_cast<unsigned char>(bytes[i]);
        const unsigned char low = i == 1 ? lead.low : 0x80;
        const unsigned char high = i == 1 ? lead.high : 0xBF;
        if (byte < low || byte > high) {
            return {Utf8Kind::broken, i};
        }
    }
    return {Utf8Kind::character, lead.length};
}

std::size_t valid_utf8_prefix(std::string_view bytes) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t at = 0;
    while (at < bytes.size()) {
        std::uint64_t eight = kHighBits;
        if (bytes.size() - at >= sizeof eight) {
            std::memcpy(&eight, bytes.data() + at, sizeof eight);
        }
        if ((eight & kHighBits) == 0) {
            at += sizeof eight;
            continue;
        }
        const Utf8Step step = next_utf8(bytes.substr(at));
        if (step.kind != Utf8Kind::character) {
            break;
        }
        at += step.length;
    }
    return at;
}

std::int64_t count_code_points(std::string_view text) {
    return std::ranges::count_if(text, [](char byte) { return !is_continuation_byte(byte); });
}

std::size_t advance_code_points(std::string_view text, std::size_t at, std::int64_t count) {
    for (; count > 0 && at < text.size(); --count) {
        ++at;
        while (at < text.size() && is_continuation_byte(text[at])) {
            ++at;
        }
    }
    return at;
}

std::size_t floor_char_boundary(std::string_view text, std::size_t at) {
    constexpr std::size_t kMaxContinuationBytes = 3;
    if (at >= text.size()) {
        return text.size();
    }
    const std::size_t lowest = at - std::min(at, kMaxContinuationBytes);
    while (at > lowest && is_continuation_byte(text[at])) {
        --at;
    }
    return at;
}

void append_utf8(std::string& text, char32_t code) {
    const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0U | (code >> 6U));
        byte(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        byte(0xE0U | (code >> 12U));
        byte(0x80U | ((code >> 6U) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    } else {
        byte(0xF0U | (code >> 18U));
        byte(0x80U | ((code >> 12U) & 0x3FU));
        byte(0x80U | ((code >> 6U) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    }
}

} // namespace sotto
