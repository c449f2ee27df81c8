#pragma once

#include "app/extract/markup/xml.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// What a number format shows of a moment; nothing of it where it shows a plain number.
struct MomentFormat {
    bool year = false;
    bool month = false;
    bool day = false;
    bool time = false; ///< hours or minutes
    bool seconds = false;
    bool is_duration = false; ///< hours that go on after the 24th

    [[nodiscard]] bool has_date() const { return year || month || day; }
    [[nodiscard]] bool has_time() const { return time || seconds; }

    friend bool operator==(const MomentFormat&, const MomentFormat&) = default;
};

/// What a format code shows: letters outside quotation marks and brackets.
/// Source: ECMA-376, part 1, section 18.8.31 (number formats).
[[nodiscard]] MomentFormat moment_format(std::string_view code);

/// The formats of a workbook's cells by the number that a cell has for its style: what the style
/// sheet (xl/styles.xml, its root) says.
[[nodiscard]] std::vector<MomentFormat> cell_formats(XmlNode style_sheet);

/// The day from which a workbook counts.
enum class Epoch : std::uint8_t { year_1900, year_1904 };

/// A cell's number as date and time of ISO 8601 ("2024-03-05", "2024-03-05 14:30", "2024-03",
/// "14:30:05"), no more precise than the cell shows it; a duration as "30:15:00". 29 February 1900,
/// which the spreadsheet counts though it never was, stays. Empty where the number is no such
/// moment.
[[nodiscard]] std::string moment_text(double serial, const MomentFormat& format, Epoch epoch);

} // namespace sotto::extract
