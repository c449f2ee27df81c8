#include "app/extract/markup/links.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
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

std::string hyperlink_in(std::string_view instruction) {
    constexpr std::string_view kBlanks = " \t\r\n";
    constexpr std::string_view kName = "HYPERLINK";
    const auto skip_blanks = [&instruction] {
        instruction.remove_prefix(
            std::min(instruction.find_first_not_of(kBlanks), instruction.size()));
    };
    skip_blanks();
    if (!equals_ignoring_case(instruction.substr(0, kName.size()), kName)) {
        return {};
    }
    instruction.remove_prefix(kName.size());
    skip_blanks();
    if (instruction.starts_with('"')) {
        instruction.remove_prefix(1);
        return std::string(instruction.substr(0, instruction.find('"')));
    }
    // Without an address, switches follow.
    return instruction.starts_with('\\')
               ? std::string()
               : std::string(instruction.substr(0, instruction.find_first_of(kBlanks)));
}

} // namespace sotto::extract
