#include "app/extract/office/escaped_text.h"

#include "app/extract/text/charset.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

// The unit of UTF-16 that an escape stands for, at the beginning of `text`.
std::optional<char16_t> escape_at(std::string_view text) {
    constexpr std::size_t kLength = 7; // _xHHHH_
    if (text.size() < kLength || !text.starts_with("_x") || text[kLength - 1] != '_') {
        return std::nullopt;
    }
    std::uint16_t unit = 0;
    const char* const end = text.data() + kLength - 1;
    const auto [read_to, error] = std::from_chars(text.data() + 2, end, unit, 16);
    return error == std::errc() && read_to == end ? std::optional(static_cast<char16_t>(unit))
                                                  : std::nullopt;
}

} // namespace

std::string unescaped(std::string_view text) {
    std::string plain;
    std::u16string units; // escapes that follow each other may be halves of a character
    while (!text.empty()) {
        const std::size_t at = text.find("_x");
        const auto unit = at == 0 ? escape_at(text) : std::nullopt;
        if (unit) {
            units += *unit;
            text.remove_prefix(7);
            continue;
        }
        plain += to_utf8(std::exchange(units, {}));
        const std::size_t length = at == 0 ? 1 : std::min(at, text.size());
        plain += text.substr(0, length);
        text.remove_prefix(length);
    }
    return plain + to_utf8(units);
}

} // namespace sotto::extract
