#include "app/extract/text/link_addresses.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sotto::extract {

namespace {

constexpr std::size_t kLongestAddress = 500;
constexpr std::size_t kMaxAddresses = 100'000;
constexpr std::string_view kBlanks = " \t\r\n";

bool begins_with(std::string_view text, std::string_view scheme) {
    return text.size() > scheme.size() && to_lower(text.substr(0, scheme.size())) == scheme;
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// Blanks and signs of control would break the text; other characters are as they are.
bool is_one_word(std::string_view address) {
    return std::ranges::none_of(address, [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code <= 0x20U || code == 0x7FU;
    });
}

// The address as a person would write it; empty for a link of another kind.
std::string_view written(std::string_view address) {
    for (const std::string_view scheme : {"mailto:", "tel:"}) {
        if (begins_with(address, scheme)) {
            address.remove_prefix(scheme.size());
            return address.substr(0, address.find('?'));
        }
    }
    return begins_with(address, "http://") || begins_with(address, "https://") ? address : "";
}

// What a text that shows the address has of it.
std::string_view core_of(std::string_view address) {
    for (const std::string_view begin : {"https://", "http://", "www."}) {
        if (begins_with(address, begin)) {
            address.remove_prefix(begin.size());
        }
    }
    return address.ends_with('/') ? address.substr(0, address.size() - 1) : address;
}

} // namespace

std::string LinkAddresses::behind(std::string_view text, std::string_view address) {
    const std::string_view shown = written(trimmed(address));
    if (shown.empty() || shown.size() > kLongestAddress || !is_one_word(shown) ||
        trimmed(text).empty() || seen_.size() >= kMaxAddresses) {
        return {};
    }
    const bool is_new = seen_.emplace(shown).second;
    return is_new && !text.contains(core_of(shown)) ? std::string(shown) : std::string();
}

} // namespace sotto::extract
