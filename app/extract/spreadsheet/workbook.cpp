#include "app/extract/spreadsheet/workbook.h"

#include "app/extract/office/symbol_fonts.h"
#include "app/extract/office/visibility.h"
#include "app/extract/office/word_values.h"
#include "app/extract/spreadsheet/workbook_strings.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

namespace sotto::extract {

namespace {

// More entries than any program writes.
constexpr std::size_t kMaxEntries = 100'000;

std::vector<XmlNode> elements(XmlNode list) {
    std::vector<XmlNode> nodes;
    for (XmlNode node = list ? list.first_child() : XmlNode(); node && nodes.size() < kMaxEntries;
         node = node.next()) {
        if (node.is_element()) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

XmlNode at(const std::vector<XmlNode>& nodes, std::string_view index) {
    const auto number = parse_number(index).value_or(0);
    return number >= 0 && number < static_cast<std::int64_t>(nodes.size())
               ? nodes[static_cast<std::size_t>(number)]
               : XmlNode();
}

// A colour that is said, without tint. The first colour of a theme is that of the paper.
Color color_of(XmlNode color) {
    if (!color || !color.attribute("tint").empty()) {
        return std::nullopt;
    }
    if (color.attribute("theme") == "0" || color.attribute("indexed") == "9" ||
        color.attribute("indexed") == "1" || color.attribute("indexed") == "65") {
        return kWhite;
    }
    return parse_color(color.attribute("rgb"));
}

Color fill_of(XmlNode fill) {
    const XmlNode pattern = fill ? fill.child("patternFill") : XmlNode();
    if (!fill || (pattern && (pattern.attribute("patternType").empty() ||
                              pattern.attribute("patternType") == "none"))) {
        return kWhite;
    }
    const bool is_solid = pattern && pattern.attribute("patternType") == "solid";
    return is_solid ? color_of(pattern.child("fgColor")) : Color();
}

// How many sections of a format code show nothing; its sections are for positive, negative, zero
// and text.
bool shows_nothing(std::string_view code, std::size_t sections) {
    return code.size() >= sections - 1 &&
           std::ranges::all_of(code, [](char byte) { return byte == ';'; }) && !code.empty();
}

std::vector<CellFormat> formats_of(XmlNode root) {
    const auto fonts = elements(root.child("fonts"));
    const auto fills = elements(root.child("fills"));
    std::map<std::string, std::string, std::less<>> codes;
    for (const XmlNode code : elements(root.child("numFmts"))) {
        codes.emplace(code.attribute("numFmtId"), code.attribute("formatCode"));
    }
    const auto moments = cell_formats(root);
    std::vector<CellFormat> formats;
    for (const XmlNode style : elements(root.child("cellXfs"))) {
        CellFormat format;
        format.moment = formats.size() < moments.size() ? moments[formats.size()] : MomentFormat();
        if (const auto code = codes.find(style.attribute("numFmtId")); code != codes.end()) {
            format.is_hidden = shows_nothing(code->second, 3);
            format.is_text_hidden = shows_nothing(code->second, 4);
        }
        if (const XmlNode font = at(fonts, style.attribute("fontId"))) {
            const XmlNode name = font.child("name");
            format.font =
                name && is_symbol_font(name.attribute("val")) ? name.attribute("val") : "";
            format.is_unseen = are_alike(color_of(font.child("color")),
                                         fill_of(at(fills, style.attribute("fillId"))));
        }
        formats.push_back(std::move(format));
    }
    return formats;
}

} // namespace

std::expected<Workbook, Refusal> Workbook::open(const ZipArchive& archive, const std::string& part,
                                                XmlNode root, TextBuilder& builder) {
    Workbook workbook;
    const Relationships parts = relationships_of(archive, part);
    const std::string strings =
        part_of_kind(archive, part, parts, "sharedStrings", "sharedStrings.xml");
    const auto texts = read_optional_part(archive, strings, "the texts of the cells", builder);
    if (!texts) {
        return std::unexpected(texts.error());
    }
    if (*texts) {
        workbook.strings = shared_strings((*texts)->root());
    }
    const std::string styles = part_of_kind(archive, part, parts, "styles", "styles.xml");
    const auto formats = read_optional_part(archive, styles, "the styles", builder);
    if (!formats) {
        return std::unexpected(formats.error());
    }
    if (*formats) {
        workbook.formats = formats_of((*formats)->root());
    }
    const XmlNode properties = root.child("workbookPr");
    const std::string_view from_1904 = properties ? properties.attribute("date1904") : "";
    workbook.epoch = from_1904 == "1" || from_1904 == "true" ? Epoch::year_1904 : Epoch::year_1900;
    return workbook;
}

} // namespace sotto::extract
