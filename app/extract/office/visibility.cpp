#include "app/extract/office/visibility.h"

#include <algorithm>
#include <charconv>

namespace sotto::extract {

std::string unreadable_part(std::string_view name) {
    return "One part could not be read: " + std::string(name) + ".";
}

Color parse_color(std::string_view text) {
    if (text.starts_with('#')) {
        text.remove_prefix(1);
    }
    if (text.size() == 8) {
        text.remove_prefix(2);
    }
    std::uint32_t color = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), color, 16);
    return text.size() == 6 && error == std::errc() && end == text.data() + text.size()
               ? Color(color)
               : std::nullopt;
}

bool are_alike(Color text, Color fill) {
    // Of 255; a greater difference can be seen.
    constexpr std::uint32_t kSlight = 8;
    if (!text || !fill) {
        return false;
    }
    for (unsigned shift = 0; shift < 24; shift += 8) {
        const std::uint32_t a = *text >> shift & 0xFFU;
        const std::uint32_t b = *fill >> shift & 0xFFU;
        if (std::max(a, b) - std::min(a, b) > kSlight) {
            return false;
        }
    }
    return true;
}

} // namespace sotto::extract
