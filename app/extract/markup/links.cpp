#include "app/extract/markup/links.h"

#include <cstddef>

namespace sotto::extract {

std::string percent_decoded(std::string_view link) {
    const auto value_of = [](char digit) {
        return digit >= '0' && digit <= '9'   ? digit - '0'
               : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
               : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                              : -1;
    };
    std::string decoded;
    for (std::size_t i = 0; i < link.size(); ++i) {
        const int high = link[i] == '%' && i + 2 < link.size() ? value_of(link[i + 1]) : -1;
        const int low = high >= 0 ? value_of(link[i + 2]) : -1;
        decoded += low >= 0 ? static_cast<char>(high * 16 + low) : link[i];
        i += low >= 0 ? 2 : 0;
    }
    return decoded;
}

} // namespace sotto::extract
