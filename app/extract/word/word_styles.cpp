#include "app/extract/word/word_styles.h"

#include "app/extract/office/word_values.h"
#include "app/extract/text/ascii.h"

#include <array>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

// Styles that inherit from each other in a circle end somewhere.
constexpr std::size_t kMaxAncestors = 32;

template <class Value>
void take_over(std::optional<Value>& value, const std::optional<Value>& over) {
    value = over ? over : value;
}

std::string_view value_of(XmlNode node, std::string_view child) {
    const XmlNode found = node.child(child);
    return found ? found.attribute("val") : std::string_view();
}

std::optional<std::string> font_of(XmlNode fonts) {
    if (!fonts) {
        return std::nullopt;
    }
    if (!fonts.attribute("asciiTheme").empty()) {
        return std::string();
    }
    const std::string_view ascii = fonts.attribute("ascii");
    const std::string_view other = fonts.attribute("hAnsi");
    if (ascii.empty() && other.empty()) {
        return std::nullopt;
    }
    return std::string(ascii.empty() ? other : ascii);
}

std::optional<Color> highlight(XmlNode element) {
    constexpr std::array<std::pair<std::string_view, std::uint32_t>, 6> kNamed{{
        {"white", kWhite},
        {"black", 0},
        {"yellow", 0xFFFF00},
        {"red", 0xFF0000},
        {"green", 0x00FF00},
        {"blue", 0x0000FF},
    }};
    if (!element || element.attribute("val") == "none") {
        return std::nullopt;
    }
    for (const auto& [name, color] : kNamed) {
        if (element.attribute("val") == name) {
            return Color(color);
        }
    }
    return Color();
}

// The level of a heading by the name of its style; the names are English in every language.
std::optional<std::int64_t> level_by_name(std::string_view name) {
    constexpr std::string_view kHeading = "heading ";
    if (name == "Title" || name == "title") {
        return 0;
    }
    if (!equals_ignoring_case(name.substr(0, kHeading.size()), kHeading)) {
        return std::nullopt;
    }
    const auto number = parse_number(name.substr(kHeading.size()));
    return number && *number > 0 && *number <= ParagraphFormat::kBodyText
               ? std::optional(*number - 1)
               : std::nullopt;
}

bool has_shading(XmlNode node) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element() &&
            (child.name() == "shd" ? shading(child).has_value() : has_shading(child))) {
            return true;
        }
    }
    return false;
}

} // namespace

void RunFormat::apply(const RunFormat& over) {
    take_over(is_hidden, over.is_hidden);
    take_over(align, over.align);
    take_over(half_points, over.half_points);
    take_over(font, over.font);
    take_over(color, over.color);
    take_over(fill, over.fill);
}

void ParagraphFormat::apply(const ParagraphFormat& over) {
    run.apply(over.run);
    take_over(outline_level, over.outline_level);
    take_over(fill, over.fill);
    if (over.list && list && over.list->list.empty()) {
        take_over(list->level, over.list->level);
    } else {
        take_over(list, over.list);
    }
}

std::optional<Color> shading(XmlNode element) {
    if (!element) {
        return std::nullopt;
    }
    const std::string_view pattern = element.attribute("val");
    if (pattern == "clear" || pattern == "nil" || pattern.empty()) {
        const std::string_view fill = element.attribute("fill");
        return fill.empty() || fill == "auto" ? std::nullopt : std::optional(parse_color(fill));
    }
    return pattern == "solid" ? parse_color(element.attribute("color")) : Color();
}

RunFormat run_format(XmlNode properties) {
    RunFormat format;
    if (!properties) {
        return format;
    }
    if (const XmlNode vanish = properties.child("vanish")) {
        format.is_hidden = is_on(vanish);
    }
    if (const std::string_view align = value_of(properties, "vertAlign"); !align.empty()) {
        format.align = align == "superscript" ? VerticalAlign::raised
                       : align == "subscript" ? VerticalAlign::lowered
                                              : VerticalAlign::baseline;
    }
    if (const std::string_view size = value_of(properties, "sz"); !size.empty()) {
        format.half_points = parse_number(size);
    }
    if (const XmlNode color = properties.child("color")) {
        format.color = parse_color(color.attribute("val"));
    }
    format.font = font_of(properties.child("rFonts"));
    format.fill = shading(properties.child("shd"));
    take_over(format.fill, highlight(properties.child("highlight")));
    return format;
}

ParagraphFormat paragraph_format(XmlNode properties) {
    ParagraphFormat format;
    if (!properties) {
        return format;
    }
    format.style = value_of(properties, "pStyle");
    format.outline_level = parse_number(value_of(properties, "outlineLvl"));
    format.fill = shading(properties.child("shd"));
    if (const XmlNode list = properties.child("numPr")) {
        format.list =
            ListPlace{std::string(value_of(list, "numId")), parse_number(value_of(list, "ilvl"))};
    }
    return format;
}

WordStyles::WordStyles(XmlNode root) {
    for (XmlNode node = root.first_child(); node; node = node.next()) {
        if (!node.is_element()) {
            continue;
        }
        if (node.name() == "docDefaults") {
            const XmlNode run = node.child("rPrDefault");
            defaults_ = run_format(run ? run.child("rPr") : XmlNode());
        }
        if (node.name() != "style") {
            continue;
        }
        std::string id(node.attribute("styleId"));
        Style style{paragraph_format(node.child("pPr")), std::string(value_of(node, "basedOn"))};
        style.own.run = run_format(node.child("rPr"));
        style.own.style = id;
        if (!style.own.outline_level) {
            style.own.outline_level = level_by_name(value_of(node, "name"));
        }
        const std::string_view is_default = node.attribute("default");
        if (node.attribute("type") == "paragraph" && (is_default == "1" || is_default == "true")) {
            default_paragraph_ = id;
        }
        if (node.attribute("type") == "table" &&
            (has_shading(node) || filled_tables_.contains(style.parent))) {
            filled_tables_.insert(id);
        }
        styles_.emplace(std::move(id), std::move(style));
    }
}

ParagraphFormat WordStyles::inherited(std::string_view id) const {
    std::vector<const Style*> line; // of ancestors, the style itself first
    for (auto style = styles_.find(id); style != styles_.end() && line.size() < kMaxAncestors;
         style = styles_.find(style->second.parent)) {
        line.push_back(&style->second);
    }
    ParagraphFormat format;
    for (std::size_t i = line.size(); i > 0; --i) {
        format.apply(line[i - 1]->own);
    }
    return format;
}

ParagraphFormat WordStyles::paragraph(XmlNode own) const {
    const ParagraphFormat direct = paragraph_format(own);
    const std::string& style = direct.style.empty() ? default_paragraph_ : direct.style;
    ParagraphFormat format;
    format.run = defaults_;
    format.apply(inherited(style));
    format.apply(direct);
    format.style = style;
    if (format.list && format.list->list == "0") {
        format.list.reset(); // taken out of its list
    }
    return format;
}

RunFormat WordStyles::run(const ParagraphFormat& paragraph, XmlNode own) const {
    RunFormat format = paragraph.run;
    if (!own) {
        return format;
    }
    const std::string_view style = value_of(own, "rStyle");
    RunFormat character = style.empty() ? RunFormat() : inherited(style).run;
    // Two styles that both hide show the text. Source: ECMA-376, part 1, section 17.7.3.
    if (character.is_hidden) {
        character.is_hidden = *character.is_hidden != format.is_hidden.value_or(false);
    }
    format.apply(character);
    format.apply(run_format(own));
    return format;
}

} // namespace sotto::extract
