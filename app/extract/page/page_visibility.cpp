#include "app/extract/page/page_visibility.h"

#include "app/extract/text/ascii.h"

#include <span>
#include <string>
#include <tuple>

namespace sotto::extract {

namespace {

// What the attributes of old pages say of colours, and those of drawings of what is shown.
Declarations attributes_of(const GumboElement& element) {
    Declarations said;
    if (const std::string_view color = attribute_of(element, "bgcolor"); !color.empty()) {
        said.background = parse_paint(to_lower(color));
    }
    if (!attribute_of(element, "background").empty()) {
        said.background = Paint();
    }
    const char* const name = element.tag == GUMBO_TAG_BODY ? "text" : "color";
    if (element.tag == GUMBO_TAG_BODY || element.tag == GUMBO_TAG_FONT) {
        if (const std::string_view color = attribute_of(element, name); !color.empty()) {
            said.color = parse_paint(to_lower(color));
        }
    }
    if (element.tag_namespace == GUMBO_NAMESPACE_SVG) {
        for (const char* property : {"display", "visibility", "opacity"}) {
            if (const auto value = attribute_of(element, property); !value.empty()) {
                said.merge(
                    parse_declarations(std::string(property) + ":" + std::string(value)).normal);
            }
        }
    }
    return said;
}

Declarations declarations_of(const GumboElement& element, std::span<const StyledElement> path,
                             StyleSheet& sheet) {
    Declarations said = attributes_of(element);
    const StyleBlock own = parse_declarations(attribute_of(element, "style"));
    const StyleBlock shared = sheet.style_of(path);
    said.merge(shared.normal);
    said.merge(own.normal);
    said.merge(shared.important);
    said.merge(own.important);
    return said;
}

} // namespace

bool Visibility::shows_text() const {
    if (is_hidden || is_invisible || is_tiny) {
        return false;
    }
    if (!color) {
        return true;
    }
    return color->kind != Paint::Kind::transparent &&
           !(background ? look_alike(*color, *background)
                        : !may_have_background && look_alike(*color, kWhitePaint));
}

StyledElement styled(const GumboElement& element) {
    return {name_of(element), attribute_of(element, "id"),
            words_of(attribute_of(element, "class"))};
}

Visibility visibility_of(const GumboElement& element, std::span<const StyledElement> path,
                         const Visibility& parent, StyleSheet& sheet, bool lacks_sheets) {
    Visibility seen = parent;
    seen.display = Display::other;
    if (parent.is_hidden) {
        return seen; // whatever it says
    }
    Declarations said = declarations_of(element, path, sheet);
    if (element.tag == GUMBO_TAG_HTML || element.tag == GUMBO_TAG_BODY) {
        // Many a page hides all of itself until a script has run.
        const auto [color, background, list] = std::tuple(said.color, said.background, said.list);
        said = {};
        said.color = color;
        said.background = background;
        said.list = list;
    }
    seen.is_hidden = said.hides() || (has_attribute(element, "hidden") && !said.display) ||
                     (element.tag == GUMBO_TAG_DIALOG && !has_attribute(element, "open"));
    seen.display = said.display.value_or(Display::other);
    seen.is_invisible = said.is_invisible.value_or(parent.is_invisible);
    seen.is_tiny = said.is_tiny.value_or(parent.is_tiny);
    const bool is_link = element.tag == GUMBO_TAG_A && has_attribute(element, "href");
    seen.color = said.color ? said.color : is_link ? std::nullopt : parent.color;
    seen.background = said.background ? said.background : parent.background;
    // A list within another counts in its own way.
    const bool is_list = element.tag == GUMBO_TAG_OL || element.tag == GUMBO_TAG_UL;
    seen.list = said.list || is_list ? said.list : parent.list;
    seen.may_have_background =
        parent.may_have_background ||
        (lacks_sheets && (has_attribute(element, "class") || has_attribute(element, "id")));
    if (element.tag_namespace == GUMBO_NAMESPACE_SVG) {
        seen.color = std::nullopt; // letters of drawings have a fill
    }
    return seen;
}

} // namespace sotto::extract
