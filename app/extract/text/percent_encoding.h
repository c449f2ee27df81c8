#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::extract {

/// "a%20b" as "a b"; a percent sign without two hexadecimal digits stays.
[[nodiscard]] inline std::string percent_decoded(std::string_view text) {
    const auto value_of = [](char digit) {
        return digit >= '0' && digit <= '9'   ? digit - '0'
               : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
               : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                              : -1;
    };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? value_of(text[i + 1]) : -1;
        const int low = high >= 0 ? value_of(text[i + 2]) : -1;
        decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
        i += low >= 0 ? 2 : 0;
    }
    return decoded;
}

} // namespace sotto::extract
