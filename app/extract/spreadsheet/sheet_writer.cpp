#include "app/extract/spreadsheet/sheet_writer.h"

#include "app/extract/office/escaped_text.h"
#include "app/extract/office/symbol_fonts.h"
#include "app/extract/office/visibility.h"
#include "app/extract/office/word_values.h"
#include "app/extract/spreadsheet/workbook_strings.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace sotto::extract {

namespace {

constexpr std::size_t kMaxColumns = 16384;
constexpr std::size_t kMaxRows = 1'048'576;

bool is_true(std::string_view value) {
    return value == "1" || value == "true";
}

std::size_t number_of(std::string_view text, std::size_t otherwise) {
    std::size_t number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// The column of a cell reference, counted from 0: 27 for "AB12"; `otherwise` without one.
std::size_t column_of(std::string_view name, std::size_t otherwise) {
    std::size_t column = 0;
    for (const char byte : name.substr(0, 4)) {
        if (byte < 'A' || byte > 'Z') {
            break;
        }
        column = column * 26 + static_cast<std::size_t>(byte - 'A' + 1);
    }
    return std::min(column == 0 ? otherwise : column - 1, kMaxColumns - 1);
}

// The row of a cell reference, counted from 0.
std::size_t row_of(std::string_view name) {
    const std::size_t digits = std::min(name.find_first_of("0123456789"), name.size());
    return std::clamp<std::size_t>(number_of(name.substr(digits), 1), 1, kMaxRows) - 1;
}

// Whether a cell holds more than a style.
bool has_value(XmlNode cell) {
    return cell.is_element() && (cell.child("v") || cell.child("is"));
}

bool has_values(XmlNode row) {
    XmlNode cell = row.first_child();
    while (cell && !has_value(cell)) {
        cell = cell.next();
    }
    return static_cast<bool>(cell);
}

// A date and time of ISO 8601 as ours are: a space between them, no time at midnight.
std::string iso_moment(std::string value) {
    if (const std::size_t time = value.find('T'); time != std::string::npos) {
        value[time] = ' ';
        value.resize(std::min(value.size(), value.find_first_of(".Z", time)));
        if (value.ends_with(" 00:00:00")) {
            value.resize(time);
        }
    }
    return value;
}

} // namespace

void SheetWriter::find_links(XmlNode sheet, const Relationships& parts) {
    links_.clear();
    const XmlNode links = sheet.child("hyperlinks");
    for (XmlNode link = links ? links.first_child() : XmlNode(); link; link = link.next()) {
        if (link.is_element()) {
            const std::string_view cells = link.attribute("ref"); // "A1", "A1:B2"
            const std::string_view cell = cells.substr(0, cells.find(':'));
            links_[{row_of(cell), column_of(cell, 0)}] =
                address_of(parts, link.prefixed_attribute("id"));
        }
    }
}

void SheetWriter::write(XmlNode sheet, CellComments comments, const Relationships& parts) {
    comments_.clear();
    for (auto& [cell, text] : comments) {
        comments_[{row_of(cell), column_of(cell, 0)}] = std::move(text);
    }
    has_other_fills_ = sheet.child("tableParts") || sheet.child("conditionalFormatting");
    find_hidden_columns(sheet);
    find_links(sheet, parts);
    const XmlNode data = sheet.child("sheetData");
    std::size_t next_row = 0;
    for (XmlNode row = data ? data.first_child() : XmlNode(); row && !builder_.is_full();
         row = row.next()) {
        if (!row.is_element()) {
            continue;
        }
        const std::size_t number =
            std::clamp<std::size_t>(number_of(row.attribute("r"), next_row + 1), 1, kMaxRows) - 1;
        next_row = number + 1;
        if (!is_true(row.attribute("hidden"))) {
            write_row(row, number);
        } else if (has_values(row)) {
            builder_.add_note(kHiddenCells);
            std::erase_if(comments_,
                          [number](const auto& each) { return each.first.first == number; });
        }
    }
    for (const auto& [place, text] : comments_) { // on cells in rows without any value
        builder_.end_line();
        builder_.flow(text);
    }
    builder_.end_line();
}

void SheetWriter::find_hidden_columns(XmlNode sheet) {
    std::vector<bool> is_hidden(kMaxColumns, false);
    const XmlNode list = sheet.child("cols");
    for (XmlNode columns = list ? list.first_child() : XmlNode(); columns;
         columns = columns.next()) {
        if (columns.is_element() && is_true(columns.attribute("hidden"))) {
            const std::size_t first =
                std::max<std::size_t>(number_of(columns.attribute("min"), 1), 1);
            const std::size_t last =
                std::min(number_of(columns.attribute("max"), first), kMaxColumns);
            for (std::size_t column = first; column <= last; ++column) {
                is_hidden[column - 1] = true;
            }
        }
    }
    hidden_before_.assign(1, 0);
    for (const bool each : is_hidden) {
        hidden_before_.push_back(hidden_before_.back() + (each ? 1 : 0));
    }
    std::erase_if(comments_,
                  [this](const auto& each) { return is_hidden_column(each.first.second); });
}

// Empty cells keep the columns aligned; hidden columns are not there.
void SheetWriter::move_to(std::size_t column) {
    constexpr std::size_t kMaxGap = 100; // more than the builder shows
    const std::size_t shown = column - hidden_before_.at(column);
    for (std::size_t gap = shown > at_column_ ? shown - at_column_ : 0, i = 0;
         i < std::min(gap, kMaxGap); ++i) {
        builder_.next_cell();
    }
    at_column_ = std::max(at_column_, shown);
}

const CellFormat& SheetWriter::format_of(XmlNode cell) const {
    static const CellFormat kPlain;
    const std::size_t style = number_of(cell.attribute("s"), 0);
    return style < workbook_.formats.size() ? workbook_.formats[style] : kPlain;
}

std::string SheetWriter::value_of(XmlNode cell, const CellFormat& format) const {
    const std::string_view type = cell.attribute("t");
    if (type == "inlineStr") {
        const XmlNode inline_string = cell.child("is");
        return inline_string ? string_item_text(inline_string) : std::string();
    }
    const XmlNode node = cell.child("v");
    std::string value = node ? node.all_text() : std::string();
    if (type == "s") {
        const auto& strings = workbook_.strings;
        const std::size_t index = number_of(value, strings.size());
        return index < strings.size() ? strings[index] : std::string();
    }
    if (type == "b") {
        return value == "1" || value == "true" ? "TRUE" : "FALSE";
    }
    if (type == "str") {
        return unescaped(value);
    }
    if (type == "d") {
        return iso_moment(std::move(value));
    }
    return type.empty() || type == "n" ? number_text(format, std::move(value)) : value;
}

// Dates and times are numbers with a date format.
std::string SheetWriter::number_text(const CellFormat& format, std::string value) const {
    double serial = 0;
    const char* const end = value.data() + value.size();
    const auto [read_to, error] = std::from_chars(value.data(), end, serial);
    if (error != std::errc() || read_to != end) {
        return value;
    }
    std::string moment = moment_text(serial, format.moment, workbook_.epoch);
    return moment.empty() ? value : moment;
}

std::string SheetWriter::take_comment(Place place) {
    auto comment = comments_.extract(place);
    return comment.empty() ? std::string() : std::move(comment.mapped());
}

void SheetWriter::write_row(XmlNode row, std::size_t number) {
    builder_.end_line();
    at_column_ = 0;
    std::size_t next_column = 0;
    for (XmlNode cell = row.first_child(); cell; cell = cell.next()) {
        if (!cell.is_element() || cell.name() != "c") {
            continue;
        }
        const std::size_t column = column_of(cell.attribute("r"), next_column);
        next_column = column + 1;
        if (is_hidden_column(column)) {
            if (has_value(cell)) {
                builder_.add_note(kHiddenCells);
            }
            continue;
        }
        write_comments_of_row(number, column);
        move_to(column);
        write_cell(cell, {number, column});
    }
    write_comments_of_row(number, kMaxColumns);
    builder_.end_line();
}

// Those on cells without a value, left of the column `before`.
void SheetWriter::write_comments_of_row(std::size_t row, std::size_t before) {
    for (auto next = comments_.lower_bound(Place{row, 0});
         next != comments_.end() && next->first < Place{row, before};) {
        move_to(next->first.second);
        builder_.flow(next->second);
        next = comments_.erase(next);
    }
}

void SheetWriter::write_cell(XmlNode cell, Place place) {
    const CellFormat& format = format_of(cell);
    std::string value = value_of(cell, format);
    const std::string_view type = cell.attribute("t");
    const bool is_text = type == "s" || type == "str" || type == "inlineStr";
    const bool is_hidden = (is_text ? format.is_text_hidden : format.is_hidden) ||
                           (format.is_unseen && !has_other_fills_);
    if (is_hidden && !value.empty()) {
        builder_.add_note(kHiddenText);
    } else {
        const auto link = links_.find(place);
        builder_.begin_link(link == links_.end() ? std::string_view() : link->second);
        builder_.flow(text_of_signs(format.font, value));
        builder_.end_link();
    }
    if (const std::string comment = take_comment(place); !comment.empty()) {
        builder_.flow(" " + comment);
    }
}

} // namespace sotto::extract
