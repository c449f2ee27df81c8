#pragma once

#include "app/extract/markup/xml.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The parts of a date or time that a number format shows; none for a plain number.
struct MomentFormat {
    bool year = false;
    bool month = false;
    bool day = false;
    bool time = false; ///< hours or minutes
    bool seconds = false;
    bool is_duration = false; ///< hours beyond 24

    [[nodiscard]] bool has_date() const { return year || month || day; }
    [[nodiscard]] bool has_time() const { return time || seconds; }

    friend bool operator==(const MomentFormat&, const MomentFormat&) = default;
};

/// What a format code shows: letters outside quotation marks and brackets.
/// Source: ECMA-376, part 1, section 18.8.31 (number formats).
[[nodiscard]] MomentFormat moment_format(std::string_view code);

/// The formats of a workbook by style number, from the root of its style sheet (xl/styles.xml).
[[nodiscard]] std::vector<MomentFormat> cell_formats(XmlNode style_sheet);

/// The day from which a workbook counts.
enum class Epoch : std::uint8_t { year_1900, year_1904 };

/// A cell's number as date and time in ISO 8601 ("2024-03-05", "2024-03-05 14:30", "2024-03",
/// "14:30:05"), as precise as the cell shows it; a duration as "30:15:00". Spreadsheets count 29
/// February 1900, which never existed, so it is kept. Empty where the number is not a valid moment.
[[nodiscard]] std::string moment_text(double serial, const MomentFormat& format, Epoch epoch);

} // namespace sotto::extract
