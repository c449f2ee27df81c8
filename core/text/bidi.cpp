#include "core/text/bidi.h"

#include <cstddef>

namespace sotto {

namespace {

/// The bytes of a control that a text begins with; 0 = none.
std::size_t control_size(std::string_view text) {
    if (text.starts_with("\xD8\x9C")) { // U+061C
        return 2;
    }
    const bool is_third = text.size() >= 3 && text[0] == '\xE2';
    const auto last = is_third ? static_cast<unsigned char>(text[2]) : 0U;
    const bool is_mark = is_third && text[1] == '\x80' && (last == 0x8EU || last == 0x8FU);
    const bool is_embedding = is_third && text[1] == '\x80' && last >= 0xAAU && last <= 0xAEU;
    const bool is_isolate = is_third && text[1] == '\x81' && last >= 0xA6U && last <= 0xA9U;
    return is_mark || is_embedding || is_isolate ? 3 : 0;
}

} // namespace

std::string without_bidi_controls(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t control = control_size(text.substr(at));
        plain += text.substr(at, control > 0 ? 0 : 1);
        at += control > 0 ? control : 1;
    }
    return plain;
}

} // namespace sotto
