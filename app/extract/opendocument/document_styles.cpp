#include "app/extract/opendocument/document_styles.h"

#include <charconv>
#include <cstddef>
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

std::string key_of(std::string_view family, std::string_view name) {
    return std::string(family) + "/" + std::string(name);
}

std::optional<double> number_of(std::string_view text, std::string_view unit) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    return error == std::errc() && rest == unit ? std::optional(number) : std::nullopt;
}

// "super 58%", "-8% 58%".
DocumentFormat::Shift shift_of(std::string_view position) {
    const std::string_view first = position.substr(0, position.find(' '));
    const double percent = number_of(first, "%").value_or(0);
    return first == "super" || percent > 0 ? DocumentFormat::Shift::raised
           : first == "sub" || percent < 0 ? DocumentFormat::Shift::lowered
                                           : DocumentFormat::Shift::none;
}

std::string_view without_quotes(std::string_view name) {
    const bool is_quoted = name.size() > 1 && (name.front() == '\'' || name.front() == '"');
    return is_quoted ? name.substr(1, name.size() - 2) : name;
}

// The fill that properties of a paragraph, cell, shape or slide say.
std::optional<Color> fill_of(XmlNode properties) {
    const std::string_view kind = properties.attribute("fill");
    if (kind == "solid") {
        return parse_color(properties.attribute("fill-color"));
    }
    if (!kind.empty() && kind != "none") {
        return Color(); // a picture or a gradient
    }
    const std::string_view color = properties.attribute("background-color");
    return color.empty() || color == "transparent" ? std::nullopt
                                                   : std::optional(parse_color(color));
}

bool has_other_page(XmlNode layout) {
    const XmlNode properties = layout.child("page-layout-properties");
    const auto fill = properties ? fill_of(properties) : std::nullopt;
    return (fill && *fill != Color(kWhite)) || (properties && properties.child("background-image"));
}

} // namespace

void DocumentFormat::apply(const DocumentFormat& over) {
    take_over(is_hidden, over.is_hidden);
    take_over(shift, over.shift);
    take_over(points, over.points);
    take_over(font, over.font);
    take_over(color, over.color);
    take_over(text_fill, over.text_fill);
    take_over(fill, over.fill);
    take_over(list_style, over.list_style);
}

void DocumentStyles::add(XmlNode root) {
    if (const XmlNode fonts = root.child("font-face-decls")) {
        add_fonts(fonts);
    }
    for (const std::string_view part : {"styles", "automatic-styles"}) {
        const XmlNode list = root.child(part);
        for (XmlNode node = list ? list.first_child() : XmlNode(); node; node = node.next()) {
            if (!node.is_element()) {
                continue;
            }
            if (node.name() == "style" || node.name() == "default-style") {
                add_style(node);
                // A picture of the document itself may lie below its text.
                const XmlNode shape = node.child("graphic-properties");
                has_other_pages_ =
                    has_other_pages_ || (part == "automatic-styles" && shape &&
                                         shape.attribute("run-through") == "background");
            } else if (node.name() == "page-layout") {
                has_other_pages_ = has_other_pages_ || has_other_page(node);
            }
        }
    }
}

void DocumentStyles::add_fonts(XmlNode node) {
    for (XmlNode face = node.first_child(); face; face = face.next()) {
        if (face.is_element()) {
            fonts_.emplace(face.attribute("name"), without_quotes(face.attribute("font-family")));
        }
    }
}

void DocumentStyles::add_style(XmlNode node) {
    const bool is_default = node.name() == "default-style";
    const std::string_view family = node.attribute("family");
    styles_.insert_or_assign(
        key_of(family, is_default ? "" : node.attribute("name")),
        Style{own_format(node), std::string(node.attribute("parent-style-name"))});
}

void DocumentStyles::apply_text(XmlNode properties, DocumentFormat& format) const {
    if (const std::string_view display = properties.attribute("display"); !display.empty()) {
        format.is_hidden = display == "none";
    }
    if (const std::string_view position = properties.attribute("text-position");
        !position.empty()) {
        format.shift = shift_of(position);
    }
    take_over(format.points, number_of(properties.attribute("font-size"), "pt"));
    if (const std::string_view color = properties.attribute("color"); !color.empty()) {
        format.color = parse_color(color);
    }
    if (properties.attribute("use-window-font-color") == "true") {
        format.color = Color();
    }
    if (const std::string_view fill = properties.attribute("background-color");
        !fill.empty() && fill != "transparent") {
        format.text_fill = parse_color(fill);
    }
    if (const std::string_view name = properties.attribute("font-name"); !name.empty()) {
        const auto face = fonts_.find(name);
        format.font = face == fonts_.end() ? std::string(name) : face->second;
    } else if (const std::string_view family = properties.attribute("font-family");
               !family.empty()) {
        format.font = without_quotes(family);
    }
}

DocumentFormat DocumentStyles::own_format(XmlNode style) const {
    DocumentFormat format;
    for (XmlNode node = style.first_child(); node; node = node.next()) {
        if (!node.is_element()) {
            continue;
        }
        if (node.name() == "text-properties") {
            apply_text(node, format);
        } else if (node.name() == "table-properties" && node.attribute("display") == "false") {
            format.is_hidden = true;
        } else if (node.name() == "section-properties" && node.attribute("display") == "none") {
            format.is_hidden = true;
        } else if (node.name() == "drawing-page-properties" &&
                   node.attribute("visibility") == "hidden") {
            format.is_hidden = true;
        }
        if (node.name().ends_with("-properties") && node.name() != "text-properties") {
            take_over(format.fill, fill_of(node));
        }
    }
    // An empty name takes a heading out of its list.
    if (!style.prefixed_attribute("list-style-name").empty()) {
        format.list_style = style.prefixed_attribute("list-style-name");
    }
    return format;
}

DocumentFormat DocumentStyles::format(std::string_view family, std::string_view name) const {
    std::vector<const Style*> line; // of ancestors, the style itself first
    for (auto style = styles_.find(key_of(family, name));
         !name.empty() && style != styles_.end() && line.size() < kMaxAncestors;
         style = styles_.find(key_of(family, style->second.parent))) {
        line.push_back(&style->second);
        if (style->second.parent.empty()) {
            break;
        }
    }
    DocumentFormat format;
    if (const auto usual = styles_.find(key_of(family, "")); usual != styles_.end()) {
        format = usual->second.own;
    }
    for (std::size_t i = line.size(); i > 0; --i) {
        format.apply(line[i - 1]->own);
    }
    return format;
}

} // namespace sotto::extract
