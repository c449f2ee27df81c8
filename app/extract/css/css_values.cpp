#include "app/extract/css/css_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace sotto::extract {

namespace {

using namespace std::string_view_literals;

constexpr Paint colour(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    return {Paint::Kind::colour, red, green, blue};
}

struct NamedPaint {
    std::string_view name;
    Paint paint;
};

constexpr std::array kNames{
    NamedPaint{"white", kWhitePaint},
    NamedPaint{"snow", colour(255, 250, 250)},
    NamedPaint{"ivory", colour(255, 255, 240)},
    NamedPaint{"floralwhite", colour(255, 250, 240)},
    NamedPaint{"ghostwhite", colour(248, 248, 255)},
    NamedPaint{"mintcream", colour(245, 255, 250)},
    NamedPaint{"azure", colour(240, 255, 255)},
    NamedPaint{"whitesmoke", colour(245, 245, 245)},
    NamedPaint{"black", colour(0, 0, 0)},
    NamedPaint{"red", colour(255, 0, 0)},
    NamedPaint{"green", colour(0, 128, 0)},
    NamedPaint{"blue", colour(0, 0, 255)},
    NamedPaint{"yellow", colour(255, 255, 0)},
    NamedPaint{"gray", colour(128, 128, 128)},
    NamedPaint{"grey", colour(128, 128, 128)},
    NamedPaint{"silver", colour(192, 192, 192)},
    NamedPaint{"navy", colour(0, 0, 128)},
    NamedPaint{"transparent", {Paint::Kind::transparent, 0, 0, 0}},
};

// "fff", "ffffff", with an alpha or without.
std::optional<Paint> hexadecimal(std::string_view digits) {
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    const auto part = [value](unsigned shift, std::uint32_t mask) {
        const auto bits = value >> shift & mask;
        return static_cast<std::uint8_t>(mask == 15U ? bits * 17U : bits);
    };
    switch (digits.size()) {
    case 3:
        return colour(part(8, 15), part(4, 15), part(0, 15));
    case 4:
        return part(0, 15) == 0 ? Paint{Paint::Kind::transparent, 0, 0, 0}
                                : colour(part(12, 15), part(8, 15), part(4, 15));
    case 6:
        return colour(part(16, 255), part(8, 255), part(0, 255));
    case 8:
        return part(0, 255) == 0 ? Paint{Paint::Kind::transparent, 0, 0, 0}
                                 : colour(part(24, 255), part(16, 255), part(8, 255));
    default:
        return std::nullopt;
    }
}

// The numbers of "rgb(255, 255, 255)" or "rgba(0 0 0 / 0)".
Paint parse_rgb(std::string_view arguments) {
    std::array<double, 4> parts{0, 0, 0, 1};
    std::size_t count = 0;
    while (count < parts.size() && !arguments.empty() && arguments.front() != ')') {
        if (const auto length = parse_length(arguments)) {
            const bool is_percent = length->unit == "%";
            parts.at(count) = length->number * (!is_percent ? 1.0 : count < 3 ? 2.55 : 0.01);
            ++count;
            arguments.remove_prefix(std::min(arguments.find_first_of(" ,/)"), arguments.size()));
        } else {
            arguments.remove_prefix(1);
        }
    }
    if (count < 3) {
        return {};
    }
    if (parts[3] <= 0.01) {
        return {Paint::Kind::transparent, 0, 0, 0};
    }
    const auto byte = [](double part) {
        return static_cast<std::uint8_t>(std::clamp(part, 0.0, 255.0));
    };
    return colour(byte(parts[0]), byte(parts[1]), byte(parts[2]));
}

} // namespace

bool look_alike(const Paint& a, const Paint& b) {
    constexpr int kUnseen = 16;
    const auto near = [](std::uint8_t x, std::uint8_t y) { return std::abs(x - y) < kUnseen; };
    return a.kind == Paint::Kind::colour && b.kind == Paint::Kind::colour && near(a.red, b.red) &&
           near(a.green, b.green) && near(a.blue, b.blue);
}

Paint parse_paint(std::string_view value) {
    if (value.starts_with('#')) {
        return hexadecimal(value.substr(1)).value_or(Paint());
    }
    if (value.starts_with("rgb(") || value.starts_with("rgba(")) {
        return parse_rgb(value.substr(value.find('(') + 1));
    }
    if (value.starts_with("hsl(") || value.starts_with("hsla(")) {
        return value.contains(" 100%)") || value.contains(",100%)") ? kWhitePaint : Paint();
    }
    const auto* const named = std::ranges::find(kNames, value, &NamedPaint::name);
    if (named != kNames.end()) {
        return named->paint;
    }
    return value.size() == 6 ? hexadecimal(value).value_or(Paint()) : Paint();
}

std::optional<Length> parse_length(std::string_view value) {
    const std::string_view number = value.starts_with('+') ? value.substr(1) : value;
    Length length;
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), length.number);
    if (error != std::errc() || !std::isfinite(length.number)) {
        return std::nullopt;
    }
    const std::string_view rest = number.substr(static_cast<std::size_t>(end - number.data()));
    length.unit = rest.substr(
        0, std::min(rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz%"), rest.size()));
    return length;
}

bool is_at_most_a_pixel(const Length& length) {
    const double size = std::abs(length.number);
    return size < 1e-9 || (size <= 1.0 && (length.unit == "px" || length.unit == "pt"));
}

bool is_far_away(const Length& length) {
    const bool is_large_unit = length.unit == "em" || length.unit == "rem" || length.unit == "cm" ||
                               length.unit == "in" || length.unit == "vw" || length.unit == "vh";
    const double pixels = length.number * (is_large_unit ? 16.0 : 1.0);
    return length.unit == "%" ? length.number <= -100.0 : pixels <= -900.0 || pixels >= 9000.0;
}

} // namespace sotto::extract
