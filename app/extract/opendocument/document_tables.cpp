#include "app/extract/office/word_values.h"
#include "app/extract/opendocument/document_nodes.h"
#include "app/extract/opendocument/document_writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::int64_t kMaxColumns = 16384;
constexpr std::int64_t kMaxRepeatedRows = 1000;
// A cell with content is repeated this often; as often is an empty one shown.
constexpr std::int64_t kMaxRepeatedCells = 50;

bool is_unseen_visibility(std::string_view visibility) {
    return visibility == "collapse" || visibility == "filter";
}

std::int64_t repetitions(XmlNode node, std::string_view name, std::int64_t most) {
    return std::clamp<std::int64_t>(parse_number(node.attribute(name)).value_or(1), 1, most);
}

// What a cell without a paragraph holds.
std::string_view value_of(XmlNode cell) {
    constexpr std::array<std::string_view, 5> kValues{"string-value", "date-value", "time-value",
                                                      "boolean-value", "value"};
    for (const std::string_view name : kValues) {
        if (const std::string_view value = cell.attribute(name); !value.empty()) {
            return value;
        }
    }
    return {};
}

} // namespace

void DocumentWriter::write_spreadsheet(XmlNode node) {
    in_spreadsheet_ = true;
    write_children(node);
    in_spreadsheet_ = false;
}

void DocumentWriter::write_table(XmlNode node) {
    const DocumentFormat format = styles_.format("table", node.attribute("style-name"));
    const bool is_sheet = in_spreadsheet_ && inline_ == 0 && objects_open_ == 0;
    if (format.is_hidden.value_or(false)) {
        note_hidden(node, is_sheet ? kHiddenSheets : kHiddenText);
        return;
    }
    const auto end = [this] {
        if (inline_ > 0) {
            builder_.end_line();
        } else {
            builder_.end_paragraph();
        }
    };
    end();
    if (is_sheet) {
        builder_.mark(DocumentMarkKind::section, to_label(node.attribute("name")));
    }
    const Color outer_ground = ground_;
    ground_ = format.fill.value_or(ground_);
    auto outer_columns = std::exchange(columns_, {});
    const int outer_lists = std::exchange(lists_open_, 0);
    collect_columns(node, {});
    write_children(node);
    lists_open_ = outer_lists;
    columns_ = std::move(outer_columns);
    ground_ = outer_ground;
    end();
    is_joined_ = false;
    if (inline_ == 0 && paragraphs_ == 0) {
        write_floats();
    }
}

// The columns of a table, which may be in groups.
void DocumentWriter::collect_columns(XmlNode node, std::string_view visibility) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element() || !child.name().starts_with("table-")) {
            continue;
        }
        if (child.name() == "table-column") {
            const std::string_view own = child.attribute("visibility");
            const Column column{is_unseen_visibility(own.empty() ? visibility : own),
                                std::string(child.attribute("default-cell-style-name"))};
            const std::int64_t room = kMaxColumns - static_cast<std::int64_t>(columns_.size());
            const std::int64_t count =
                std::min(room, repetitions(child, "number-columns-repeated", kMaxColumns));
            columns_.insert(columns_.end(), static_cast<std::size_t>(count), column);
        } else if (child.name().contains("column")) {
            const bool is_closed = child.attribute("display") == "false";
            collect_columns(child, is_closed ? "collapse" : visibility);
        }
    }
}

void DocumentWriter::write_row_group(XmlNode node) {
    if (node.attribute("display") == "false") {
        note_hidden(node, kHiddenCells);
    } else {
        write_children(node);
    }
}

void DocumentWriter::write_row(XmlNode node) {
    if (is_unseen_visibility(node.attribute("visibility"))) {
        note_hidden(node, kHiddenCells);
        return;
    }
    // No repetition within a cell, since nested repetitions would multiply.
    const bool is_repeated = inline_ == 0 && has_words(node);
    const std::int64_t count =
        is_repeated ? repetitions(node, "number-rows-repeated", kMaxRepeatedRows) : 1;
    for (std::int64_t i = 0; i < count && !builder_.is_full(); ++i) {
        builder_.end_line();
        write_cells(node);
        builder_.end_line();
    }
}

// Empty cells keep the columns aligned; hidden columns are not there.
void DocumentWriter::write_cells(XmlNode row) {
    const std::string_view row_style = row.attribute("default-cell-style-name");
    std::int64_t column = 0;
    for (XmlNode cell = row.first_child(); cell; cell = cell.next()) {
        if (!is_cell(cell)) {
            continue;
        }
        const std::int64_t given = repetitions(cell, "number-columns-repeated", kMaxColumns);
        const std::int64_t shown = inline_ > 0 ? 1 : std::min(given, kMaxRepeatedCells);
        for (std::int64_t i = 0; i < shown; ++i) {
            const auto at = static_cast<std::size_t>(std::min(column + i, kMaxColumns));
            if (at < columns_.size() && columns_[at].is_hidden) {
                note_hidden(cell, kHiddenCells);
                continue;
            }
            write_cell(cell, at, row_style);
            builder_.next_cell();
        }
        column = std::min(column + given, kMaxColumns);
    }
}

void DocumentWriter::write_cell(XmlNode cell, std::size_t column, std::string_view row_style) {
    if (cell.name() == "covered-table-cell") {
        note_hidden(cell, kHiddenText); // below the cell that covers it
        return;
    }
    std::string_view style = cell.attribute("style-name");
    if (style.empty()) {
        style = !row_style.empty()         ? row_style
                : column < columns_.size() ? std::string_view(columns_[column].cell_style)
                                           : std::string_view();
    }
    const DocumentFormat format = styles_.format("table-cell", style);
    const Color outer_ground = ground_;
    const DocumentFormat outer_format = format_;
    const DocumentFormat outer_cell = std::exchange(cell_format_, {});
    if (in_spreadsheet_) {
        cell_format_ = format;
    }
    const int outer_paragraphs = std::exchange(paragraphs_, 0);
    ground_ = format.fill.value_or(ground_);
    const XmlNode outer_item = std::exchange(item_, {});
    ++inline_;
    is_joined_ = true;
    if (is_unseen(format)) {
        note_hidden(cell, kHiddenText);
    } else {
        write_cell_content(cell);
    }
    is_joined_ = false;
    --inline_;
    item_ = outer_item;
    paragraphs_ = outer_paragraphs;
    cell_format_ = outer_cell;
    format_ = outer_format;
    ground_ = outer_ground;
}

// What a cell holds, and then the comments on it.
void DocumentWriter::write_cell_content(XmlNode cell) {
    bool has_paragraph = false;
    for (XmlNode child = cell.first_child(); child; child = child.next()) {
        if (child.is_element() && child.name() != "annotation") {
            has_paragraph = true;
            write(child);
        }
    }
    if (!has_paragraph) {
        builder_.flow(value_of(cell));
    }
    for (XmlNode child = cell.first_child(); child; child = child.next()) {
        if (child.is_element() && child.name() == "annotation") {
            write(child);
        }
    }
}

} // namespace sotto::extract
