#include "app/extract/office/list_number.h"

#include "core/text/utf8.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace sotto::extract {

namespace {

using Letters = std::u32string_view;
constexpr Letters kUpperRussian = U"АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ";
constexpr Letters kLowerRussian = U"абвгдежзиклмнопрстуфхцчшщыэюя";
constexpr Letters kChinese = U"〇一二三四五六七八九";

std::optional<std::string> roman(std::int64_t number) {
    constexpr std::array<std::pair<int, std::string_view>, 13> kParts{{{1000, "M"},
                                                                       {900, "CM"},
                                                                       {500, "D"},
                                                                       {400, "CD"},
                                                                       {100, "C"},
                                                                       {90, "XC"},
                                                                       {50, "L"},
                                                                       {40, "XL"},
                                                                       {10, "X"},
                                                                       {9, "IX"},
                                                                       {5, "V"},
                                                                       {4, "IV"},
                                                                       {1, "I"}}};
    if (number < 1 || number > 3999) {
        return std::nullopt;
    }
    std::string text;
    for (const auto& [value, letters] : kParts) {
        for (; number >= value; number -= value) {
            text += letters;
        }
    }
    return text;
}

// One letter for each of the first numbers, then each letter twice, and so on.
std::optional<std::string> letter(std::int64_t number, Letters letters) {
    const auto count = static_cast<std::int64_t>(letters.size());
    constexpr std::int64_t kMaxTurns = 10;
    if (number < 1 || number > count * kMaxTurns) {
        return std::nullopt;
    }
    std::string text;
    for (std::int64_t turn = 0; turn <= (number - 1) / count; ++turn) {
        append_utf8(text, letters[static_cast<std::size_t>((number - 1) % count)]);
    }
    return text;
}

std::string ordinal(std::int64_t number) {
    const std::int64_t last = number % 10;
    const bool is_teen = number / 10 % 10 == 1;
    const char* const end = is_teen || last < 1 || last > 3 ? "th"
                            : last == 1                     ? "st"
                            : last == 2                     ? "nd"
                                                            : "rd";
    return std::to_string(number) + end;
}

std::optional<std::string> chinese(std::int64_t number) {
    if (number < 1 || number > 99) {
        return std::nullopt;
    }
    std::string text;
    const auto digit = [&text](std::int64_t value) {
        append_utf8(text, kChinese[static_cast<std::size_t>(value)]);
    };
    if (number >= 20) {
        digit(number / 10);
    }
    if (number >= 10) {
        text += "十";
    }
    if (number % 10 != 0) {
        digit(number % 10);
    }
    return text;
}

// Letters as numbers, without 15 and 16 as parts of the name of God.
std::optional<std::string> hebrew(std::int64_t number) {
    constexpr std::u32string_view kOnes = U"אבגדהוזחט";
    constexpr std::u32string_view kTens = U"יכלמנסעפצ";
    if (number < 1 || number > 99) {
        return std::nullopt;
    }
    if (number == 15 || number == 16) {
        return number == 15 ? "טו" : "טז";
    }
    std::string text;
    if (number >= 10) {
        append_utf8(text, kTens[static_cast<std::size_t>(number / 10 - 1)]);
    }
    if (number % 10 != 0) {
        append_utf8(text, kOnes[static_cast<std::size_t>(number % 10 - 1)]);
    }
    return text;
}

std::optional<std::string> enclosed(std::int64_t number) {
    if (number < 1 || number > 20) {
        return std::nullopt;
    }
    std::string text;
    append_utf8(text, U'①' + static_cast<char32_t>(number - 1));
    return text;
}

std::optional<std::string> fullwidth(std::int64_t number) {
    std::string text;
    for (const char digit : std::to_string(number)) {
        append_utf8(text, digit == '-' ? U'－' : U'０' + static_cast<char32_t>(digit - '0'));
    }
    return text;
}

std::optional<std::string> lower(std::optional<std::string> text) {
    for (char& byte : *text) {
        byte = static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
    }
    return text;
}

std::optional<std::string> styled(std::int64_t number, NumberStyle style) {
    switch (style) {
    case NumberStyle::none:
        return std::string();
    case NumberStyle::decimal:
        return std::nullopt;
    case NumberStyle::padded:
        return (number >= 0 && number < 10 ? "0" : "") + std::to_string(number);
    case NumberStyle::upper_roman:
        return roman(number);
    case NumberStyle::lower_roman: {
        const auto text = roman(number);
        return text ? lower(text) : text;
    }
    case NumberStyle::upper_letter:
        return letter(number, U"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    case NumberStyle::lower_letter:
        return letter(number, U"abcdefghijklmnopqrstuvwxyz");
    case NumberStyle::ordinal:
        return ordinal(number);
    case NumberStyle::enclosed:
        return enclosed(number);
    case NumberStyle::fullwidth:
        return fullwidth(number);
    case NumberStyle::chinese:
        return chinese(number);
    case NumberStyle::upper_russian:
        return letter(number, kUpperRussian);
    case NumberStyle::lower_russian:
        return letter(number, kLowerRussian);
    case NumberStyle::hebrew:
        return hebrew(number);
    }
    return std::nullopt;
}

} // namespace

std::string number_text(std::int64_t number, NumberStyle style) {
    return styled(number, style).value_or(std::to_string(number));
}

} // namespace sotto::extract
