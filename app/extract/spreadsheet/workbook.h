#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/spreadsheet/xlsx_dates.h"

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace sotto::extract {

/// How the value of a cell is shown, as its style says.
struct CellFormat {
    MomentFormat moment;
    std::string font;            ///< when it shows signs in the place of letters
    bool is_hidden = false;      ///< its format shows no number
    bool is_text_hidden = false; ///< nor a text
    bool is_unseen = false;      ///< in the colour of its own fill, or white without one
};

/// What all sheets of a workbook share.
struct Workbook {
    std::vector<std::string> strings;
    std::vector<CellFormat> formats; ///< by the style of a cell
    Epoch epoch = Epoch::year_1900;

    /// `part`: where the workbook begins, `root` its root. What is damaged is noted in `builder`.
    /// Errors: forbidden, locked.
    [[nodiscard]] static std::expected<Workbook, Refusal>
    open(const ZipArchive& archive, const std::string& part, XmlNode root, TextBuilder& builder);
};

} // namespace sotto::extract
