#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/spreadsheet/sheet_comments.h"
#include "app/extract/spreadsheet/workbook.h"
#include "app/extract/text/text_builder.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

/// Writes the cells of a sheet as they are shown: a line for each row, in columns, comments in
/// brackets behind their cells. Hidden rows, columns and values are left out, which is noted.
/// Lifetime: workbook and builder outlive it.
class SheetWriter {
public:
    SheetWriter(const Workbook& workbook, TextBuilder& builder)
        : workbook_(workbook), builder_(builder) {}

    /// Appends a sheet. `parts`: what it refers to.
    void write(XmlNode sheet, CellComments comments, const Relationships& parts);

private:
    using Place = std::pair<std::size_t, std::size_t>; ///< row and column, from 0

    void find_hidden_columns(XmlNode sheet);
    void find_links(XmlNode sheet, const Relationships& parts);
    [[nodiscard]] bool is_hidden_column(std::size_t column) const {
        return hidden_before_.at(column) != hidden_before_.at(column + 1);
    }
    void write_row(XmlNode row, std::size_t number);
    void write_cell(XmlNode cell, Place place);
    void write_comments_of_row(std::size_t row, std::size_t before);
    void move_to(std::size_t column);
    [[nodiscard]] std::string take_comment(Place place);
    [[nodiscard]] std::string value_of(XmlNode cell, const CellFormat& format) const;
    [[nodiscard]] std::string number_text(const CellFormat& format, std::string value) const;
    [[nodiscard]] const CellFormat& format_of(XmlNode cell) const;

    const Workbook& workbook_;
    TextBuilder& builder_;
    std::vector<std::size_t> hidden_before_; ///< for each column, the hidden ones to its left
    std::map<Place, std::string> comments_;
    std::map<Place, std::string> links_; ///< addresses
    std::size_t at_column_ = 0;          ///< that the next text would be in, as it is shown
    bool has_other_fills_ = false;       ///< of a table's style or a condition, which are not known
};

} // namespace sotto::extract
