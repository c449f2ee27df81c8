#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/office/xlsx_dates.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

constexpr const char* kStrings = "xl/sharedStrings.xml";
constexpr const char* kStyles = "xl/styles.xml";
// The largest gap shown between two cells of a row.
constexpr std::size_t kMaxEmptyCells = 50;

// The text of a string, its own or that of its runs, without phonetic guides (Japanese).
std::string string_of(XmlNode item) {
    std::string text;
    for (XmlNode child = item.first_child(); child; child = child.next()) {
        if (child.is_element() && (child.name() == "t" || child.name() == "r")) {
            text += child.name() == "t" ? child.all_text() : string_of(child);
        }
    }
    return text;
}

// What all sheets of a workbook share.
struct Workbook {
    std::vector<std::string> strings;
    std::vector<MomentFormat> formats; ///< by the style of a cell
    Epoch epoch = Epoch::year_1900;
};

std::expected<std::vector<std::string>, Refusal> shared_strings(const ZipArchive& archive) {
    std::vector<std::string> strings;
    if (!archive.contains(kStrings)) {
        return strings;
    }
    const auto document = read_xml(archive, kStrings);
    if (!document) {
        return std::unexpected(document.error());
    }
    for (XmlNode item = document->root().first_child(); item; item = item.next()) {
        if (item.is_element() && item.name() == "si") {
            strings.push_back(string_of(item));
        }
    }
    return strings;
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
    return column == 0 ? otherwise : column - 1;
}

std::expected<Workbook, Refusal> open_workbook(const ZipArchive& archive, XmlNode root) {
    Workbook workbook;
    auto strings = shared_strings(archive);
    if (!strings) {
        return std::unexpected(std::move(strings.error()));
    }
    workbook.strings = std::move(*strings);
    if (archive.contains(kStyles)) {
        const auto styles = read_xml(archive, kStyles);
        if (!styles) {
            return std::unexpected(styles.error());
        }
        workbook.formats = cell_formats(styles->root());
    }
    const XmlNode properties = root.child("workbookPr");
    const std::string_view from_1904 = properties ? properties.attribute("date1904") : "";
    workbook.epoch = from_1904 == "1" || from_1904 == "true" ? Epoch::year_1904 : Epoch::year_1900;
    return workbook;
}

class SheetWriter {
public:
    SheetWriter(const Workbook& workbook, TextBuilder& builder)
        : workbook_(workbook), builder_(builder) {}

    void write(XmlNode sheet) {
        const XmlNode data = sheet.child("sheetData");
        for (XmlNode row = data ? data.first_child() : XmlNode(); row && !builder_.is_full();
             row = row.next()) {
            if (row.is_element()) {
                write_row(row);
            }
        }
    }

private:
    [[nodiscard]] std::string value_of(XmlNode cell) const {
        const std::string_view type = cell.attribute("t");
        if (type == "inlineStr") {
            const XmlNode inline_string = cell.child("is");
            return inline_string ? string_of(inline_string) : std::string();
        }
        const XmlNode node = cell.child("v");
        std::string value = node ? node.all_text() : std::string();
        if (type == "s") {
            const auto& strings = workbook_.strings;
            const std::size_t index = number_of(value, strings.size());
            return index < strings.size() ? strings[index] : std::string();
        }
        if (type == "b") {
            return value == "1" ? "TRUE" : "FALSE";
        }
        return type.empty() || type == "n" ? number_text(cell, std::move(value)) : value;
    }

    // Dates and times are numbers with a date format.
    [[nodiscard]] std::string number_text(XmlNode cell, std::string value) const {
        const auto& formats = workbook_.formats;
        const std::size_t style = number_of(cell.attribute("s"), 0);
        double serial = 0;
        const char* const end = value.data() + value.size();
        const auto [read_to, error] = std::from_chars(value.data(), end, serial);
        if (style >= formats.size() || error != std::errc() || read_to != end) {
            return value;
        }
        std::string moment = moment_text(serial, formats[style], workbook_.epoch);
        return moment.empty() ? value : moment;
    }

    void write_row(XmlNode row) {
        std::size_t next_column = 0;
        std::size_t written = 0; // columns to the left of the end of what is written
        for (XmlNode cell = row.first_child(); cell; cell = cell.next()) {
            if (!cell.is_element()) {
                continue;
            }
            const std::size_t column = column_of(cell.attribute("r"), next_column);
            next_column = column + 1;
            const std::string value = value_of(cell);
            if (value.empty()) {
                continue;
            }
            const std::size_t gap = column > written ? column - written : 0;
            builder_.keep(std::string(std::min(gap, kMaxEmptyCells), '\t'));
            builder_.flow(value);
            written = column;
        }
        builder_.end_line();
    }

    const Workbook& workbook_;
    TextBuilder& builder_;
};

} // namespace

Extraction extract_xlsx(const ZipArchive& archive, const std::string& part) {
    const auto document = read_xml(archive, part);
    if (!document) {
        return std::unexpected(document.error());
    }
    const auto workbook = open_workbook(archive, document->root());
    if (!workbook) {
        return std::unexpected(workbook.error());
    }
    auto parts = relationships_of(archive, part);
    TextBuilder builder;
    SheetWriter writer(*workbook, builder);
    const XmlNode sheets = document->root().child("sheets");
    for (XmlNode sheet = sheets ? sheets.first_child() : XmlNode(); sheet && !builder.is_full();
         sheet = sheet.next()) {
        const std::string path =
            sheet.is_element() ? take_path(parts, sheet.prefixed_attribute("id")) : std::string();
        if (path.empty()) {
            continue; // a chart
        }
        const auto content = read_xml(archive, path);
        if (!content) {
            return std::unexpected(content.error());
        }
        builder.begin_heading();
        builder.flow(sheet.attribute("name"));
        builder.end_heading();
        writer.write(content->root());
    }
    return builder.finish({});
}

} // namespace sotto::extract
