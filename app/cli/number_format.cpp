#include "app/cli/number_format.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <format>

namespace sotto::app {

namespace {

// Three significant digits.
std::string short_number(double value) {
    const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return std::format("{:.{}f}", value, digits);
}

} // namespace

std::string format_integer(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::size_t first_digit = number < 0 ? 1 : 0;
    for (std::size_t end = text.size(); end > first_digit + 3;) {
        end -= 3;
        text.insert(end, 1, ',');
    }
    return text;
}

std::string format_bytes(std::int64_t bytes) {
    constexpr std::array kUnits{"kB", "MB", "GB", "TB"};
    if (bytes < 1000) {
        return std::to_string(bytes) + " bytes";
    }
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    return short_number(value) + " " + kUnits[unit];
}

std::string format_approximate(std::int64_t count) {
    const auto value = static_cast<double>(count);
    if (value >= 1e9) {
        return short_number(value / 1e9) + " billion";
    }
    if (value >= 1e6) {
        return short_number(value / 1e6) + " million";
    }
    return format_integer(count);
}

std::string format_duration(double seconds) {
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHour = 60 * kMinute;
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < kMinute) {
        return std::format("{} s", whole);
    }
    return whole < kHour ? std::format("{} min {} s", whole / kMinute, whole % kMinute)
                         : std::format("{} h {} min", whole / kHour, whole % kHour / kMinute);
}

} // namespace sotto::app
