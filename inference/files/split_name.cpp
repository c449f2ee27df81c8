#include "inference/files/split_name.h"

#include <charconv>
#include <format>

namespace sotto::inference {

namespace {

constexpr std::size_t kDigits = 5;

std::optional<std::size_t> number_of(std::string_view digits) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? std::optional(number)
                                                                        : std::nullopt;
}

} // namespace

std::string SplitName::file_name(std::size_t number_of_part) const {
    return std::format("{}-{:05}-of-{:05}.gguf", prefix, number_of_part, count);
}

std::optional<SplitName> parse_split_name(std::string_view stem) {
    constexpr std::string_view kOf = "-of-";
    constexpr std::size_t kSuffix = 1 + kDigits + kOf.size() + kDigits;
    if (stem.size() <= kSuffix) {
        return std::nullopt;
    }
    const std::string_view suffix = stem.substr(stem.size() - kSuffix);
    const auto number = number_of(suffix.substr(1, kDigits));
    const auto count = number_of(suffix.substr(kSuffix - kDigits));
    if (suffix.front() != '-' || suffix.substr(1 + kDigits, kOf.size()) != kOf || !number ||
        !count || *number == 0 || *number > *count) {
        return std::nullopt;
    }
    return SplitName{std::string(stem.substr(0, stem.size() - kSuffix)), *number, *count};
}

} // namespace sotto::inference
