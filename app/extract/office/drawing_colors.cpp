#include "app/extract/office/drawing_colors.h"

#include "app/extract/office/word_values.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace sotto::extract {

namespace {

constexpr std::array<std::string_view, 5> kFills{"solidFill", "gradFill", "blipFill", "pattFill",
                                                 "grpFill"};

bool has_fill(XmlNode properties) {
    return properties && std::ranges::any_of(kFills, [properties](std::string_view name) {
               return static_cast<bool>(properties.child(name));
           });
}

bool is_styled(XmlNode shape) {
    const XmlNode style = shape.child("style");
    const XmlNode fill = style ? style.child("fillRef") : XmlNode();
    return fill && fill.attribute("idx") != "0";
}

bool is_painted(XmlNode shape) {
    const XmlNode properties = shape.child("spPr");
    if (shape.name() == "pic") {
        return true;
    }
    if (properties && properties.child("noFill")) {
        return false;
    }
    return has_fill(properties) || is_styled(shape);
}

std::int64_t number(XmlNode node, std::string_view name) {
    constexpr std::int64_t kFar = std::numeric_limits<std::int32_t>::max();
    return std::clamp(parse_number(node.attribute(name)).value_or(0), -kFar, kFar);
}

} // namespace

std::optional<DrawingColors::Box> DrawingColors::box_of(XmlNode shape) {
    const XmlNode properties = shape.child("spPr");
    const XmlNode place = properties ? properties.child("xfrm") : XmlNode();
    const XmlNode from = place ? place.child("off") : XmlNode();
    const XmlNode size = place ? place.child("ext") : XmlNode();
    if (!from || !size || !place.attribute("rot").empty()) {
        return std::nullopt;
    }
    const Box box{number(from, "x"), number(from, "y"), 0, 0};
    return Box{box.left, box.top, box.left + number(size, "cx"), box.top + number(size, "cy")};
}

void DrawingColors::add_shapes(XmlNode tree) {
    for (XmlNode shape = tree.first_child(); shape; shape = shape.next()) {
        if (!shape.is_element()) {
            continue;
        }
        if ((shape.name() == "sp" || shape.name() == "pic") && is_painted(shape)) {
            painted_.push_back(box_of(shape));
        } else if (shape.name() == "grpSp" || shape.name() == "AlternateContent") {
            painted_.emplace_back(); // its shapes may be anywhere
        }
    }
}

Color DrawingColors::color_in(XmlNode node) const {
    const auto is_pure = [](XmlNode color) { return !color.first_child(); };
    if (const XmlNode color = node.child("srgbClr")) {
        return is_pure(color) ? parse_color(color.attribute("val")) : Color();
    }
    if (const XmlNode color = node.child("sysClr")) {
        return is_pure(color) ? parse_color(color.attribute("lastClr")) : Color();
    }
    if (const XmlNode color = node.child("prstClr"); color && color.attribute("val") == "white") {
        return is_pure(color) ? Color(kWhite) : Color();
    }
    if (const XmlNode color = node.child("schemeClr"); color && is_pure(color)) {
        const auto found = theme_.find(color.attribute("val"));
        return found == theme_.end() ? Color() : found->second;
    }
    return std::nullopt;
}

Color DrawingColors::text_color(XmlNode properties) const {
    const XmlNode fill = properties ? properties.child("solidFill") : XmlNode();
    return fill ? color_in(fill) : Color();
}

Color DrawingColors::ground_of(XmlNode shape) const {
    const XmlNode properties = shape.child("spPr");
    if (const XmlNode solid = properties ? properties.child("solidFill") : XmlNode()) {
        return color_in(solid);
    }
    const bool is_clear = properties && properties.child("noFill");
    if (!is_clear && (has_fill(properties) || is_styled(shape))) {
        return std::nullopt;
    }
    const auto own = box_of(shape);
    const bool is_over = std::ranges::any_of(painted_, [&own](const std::optional<Box>& other) {
        return !own || !other ||
               (own->left < other->right && other->left < own->right && own->top < other->bottom &&
                other->top < own->bottom);
    });
    return is_over ? Color() : page_;
}

} // namespace sotto::extract
