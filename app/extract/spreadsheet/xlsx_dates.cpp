#include "app/extract/spreadsheet/xlsx_dates.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <format>
#include <map>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kHourSeconds = 3600;
constexpr std::int64_t kMinuteSeconds = 60;
constexpr std::int64_t kNeverWas = 60; ///< the number of 29 February 1900
// More style entries than any program writes.
constexpr std::size_t kMaxFormats = 100'000;

// The built-in formats. Source: ECMA-376, part 1, section 18.8.30.
constexpr std::array kBuiltIn{
    std::pair{14, "mm-dd-yy"}, std::pair{15, "d-mmm-yy"},   std::pair{16, "d-mmm"},
    std::pair{17, "mmm-yy"},   std::pair{18, "h:mm AM/PM"}, std::pair{19, "h:mm:ss AM/PM"},
    std::pair{20, "h:mm"},     std::pair{21, "h:mm:ss"},    std::pair{22, "m/d/yy h:mm"},
    std::pair{45, "mm:ss"},    std::pair{46, "[h]:mm:ss"},  std::pair{47, "mmss.0"},
};

// The letters for parts of a date or time in order, each run of one letter once; elapsed time, in
// brackets, in upper case. Only the section for positive numbers counts.
std::string parts_of(std::string_view code) {
    std::string parts;
    char last = '\0';
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        const char letter = to_lower(code[i]);
        if (letter == '"' || letter == '[') {
            const std::size_t end =
                std::min(code.find(letter == '"' ? '"' : ']', i + 1), code.size());
            const std::string_view inside = code.substr(i + 1, end - i - 1);
            const bool counts_on =
                letter == '[' && !inside.empty() && std::ranges::all_of(inside, [&](char each) {
                    return to_lower(each) == to_lower(inside.front());
                });
            if (counts_on && std::string_view("hms").contains(to_lower(inside.front()))) {
                parts += static_cast<char>(to_lower(inside.front()) - 'a' + 'A');
            }
            i = end;
        } else if (letter == '\\' || letter == '_' || letter == '*') {
            ++i; // the next is shown, or as wide as a space, or fills the cell
        } else if (letter == 'a' && code.substr(i).size() >= 5 && to_lower(code[i + 1]) == 'm' &&
                   code[i + 2] == '/') {
            i += 4; // AM/PM
        } else if (std::string_view("dmyhs").contains(letter) && letter != last) {
            parts += letter;
        }
        last = i < code.size() ? letter : '\0';
    }
    return parts;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

std::string date_of(std::int64_t day, const MomentFormat& format, Epoch epoch) {
    std::chrono::year_month_day date;
    if (epoch == Epoch::year_1900 && day == kNeverWas) {
        date = std::chrono::year(1900) / 2 / 29;
    } else {
        const sys_days first = epoch == Epoch::year_1904 ? std::chrono::year(1904) / 1 / 1
                               : day > kNeverWas         ? std::chrono::year(1899) / 12 / 30
                                                         : std::chrono::year(1899) / 12 / 31;
        date = first + days(day);
    }
    const int year = static_cast<int>(date.year());
    const auto month = static_cast<unsigned>(date.month());
    if (format.day) {
        return std::format("{:04}-{:02}-{:02}", year, month, static_cast<unsigned>(date.day()));
    }
    return format.month ? std::format("{:04}-{:02}", year, month) : std::format("{:04}", year);
}

std::string time_of(std::int64_t seconds, const MomentFormat& format) {
    std::string time =
        std::format("{:02}:{:02}", seconds / kHourSeconds, seconds % kHourSeconds / kMinuteSeconds);
    if (format.seconds) {
        time += std::format(":{:02}", seconds % kMinuteSeconds);
    }
    return time;
}

} // namespace

MomentFormat moment_format(std::string_view code) {
    const std::string parts = parts_of(code);
    MomentFormat format;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const char before = i > 0 ? to_lower(parts[i - 1]) : '\0';
        const char after = i + 1 < parts.size() ? parts[i + 1] : '\0';
        switch (parts[i]) {
        case 'y':
            format.year = true;
            break;
        case 'd':
            format.day = true;
            break;
        case 'm': // minutes between hours and seconds, else months
            (before == 'h' || after == 's' ? format.time : format.month) = true;
            break;
        case 'h':
            format.time = true;
            break;
        case 's':
            format.seconds = true;
            break;
        default:
            format.is_duration = true;
            (parts[i] == 'S' ? format.seconds : format.time) = true;
            break;
        }
    }
    return format;
}

std::vector<MomentFormat> cell_formats(XmlNode style_sheet) {
    std::map<int, MomentFormat> known;
    for (const auto& [id, code] : kBuiltIn) {
        known[id] = moment_format(code);
    }
    const XmlNode custom = style_sheet.child("numFmts");
    for (XmlNode node = custom ? custom.first_child() : XmlNode(); node; node = node.next()) {
        const auto id =
            node.is_element() ? number_of<int>(node.attribute("numFmtId")) : std::nullopt;
        if (id && known.size() < kMaxFormats) {
            known[*id] = moment_format(node.attribute("formatCode"));
        }
    }
    std::vector<MomentFormat> formats;
    const XmlNode cells = style_sheet.child("cellXfs");
    for (XmlNode node = cells ? cells.first_child() : XmlNode();
         node && formats.size() < kMaxFormats; node = node.next()) {
        if (node.is_element()) {
            const auto found = known.find(number_of<int>(node.attribute("numFmtId")).value_or(0));
            formats.push_back(found == known.end() ? MomentFormat() : found->second);
        }
    }
    return formats;
}

std::string moment_text(double serial, const MomentFormat& format, Epoch epoch) {
    // 31 December 9999 from both epochs.
    const std::int64_t last_day = epoch == Epoch::year_1900 ? 2'958'465 : 2'957'003;
    if (!(serial >= 0) || serial >= static_cast<double>(last_day + 1)) {
        return {};
    }
    const std::int64_t moment = std::llround(serial * static_cast<double>(kDaySeconds));
    if (format.is_duration) {
        return time_of(moment, format);
    }
    const std::int64_t day = moment / kDaySeconds;
    const bool has_date = format.has_date() && (day > 0 || epoch == Epoch::year_1904);
    if (!has_date && !format.has_time()) {
        return {};
    }
    std::string text = has_date ? date_of(std::min(day, last_day), format, epoch) : std::string();
    if (format.has_time()) {
        text += (text.empty() ? "" : " ") + time_of(moment % kDaySeconds, format);
    }
    return text;
}

} // namespace sotto::extract
