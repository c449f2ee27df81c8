#include "app/extract/office/word_values.h"

#include "app/extract/office/symbol_fonts.h"

#include <charconv>

namespace sotto::extract {

bool is_on(XmlNode element) {
    if (!element) {
        return false;
    }
    const std::string_view value = element.attribute("val");
    return value != "0" && value != "false" && value != "off";
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

char32_t symbol_of(XmlNode element) {
    constexpr char32_t kUnknown = U'\uFFFD';
    const std::string_view digits = element.attribute("char");
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    if (digits.empty() || error != std::errc() || code > 0x10FFFF || is_surrogate) {
        return kUnknown;
    }
    return sign_of(element.attribute("font"), code);
}

} // namespace sotto::extract
