#include "app/extract/presentation/slide_colors.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

using Theme = std::map<std::string, Color, std::less<>>;

// A part that another refers to, and its own relationships.
struct Part {
    std::optional<XmlDocument> document;
    Relationships parts;

    [[nodiscard]] XmlNode root() const { return document ? document->root() : XmlNode(); }
};

Part open_part(const ZipArchive& archive, const Relationships& parts, std::string_view kind) {
    const std::string path = part_of_kind(parts, kind);
    auto document = path.empty() ? std::unexpected(Refusal()) : read_xml(archive, path);
    if (!document) {
        return {};
    }
    return {std::move(*document), relationships_of(archive, path)};
}

XmlNode below(XmlNode node, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        node = node ? node.child(name) : node;
    }
    return node;
}

// The colours of a theme by their own names ("lt1") and by those of a map ("bg1").
Theme theme_of(XmlNode theme, XmlNode map) {
    Theme colors;
    const DrawingColors numbers;
    const XmlNode scheme = below(theme, {"themeElements", "clrScheme"});
    for (XmlNode color = scheme ? scheme.first_child() : XmlNode(); color; color = color.next()) {
        if (color.is_element()) {
            colors.emplace(color.name(), numbers.color_in(color));
        }
    }
    for (const std::string_view name : {"bg1", "bg2", "tx1", "tx2"}) {
        const auto found = map ? colors.find(map.attribute(name)) : colors.end();
        if (found != colors.end()) {
            colors.emplace(name, found->second);
        }
    }
    return colors;
}

// The ground of a page; nothing where it does not say one.
std::optional<Color> page_color(XmlNode root, const DrawingColors& colors) {
    const XmlNode ground = below(root, {"cSld", "bg"});
    if (!ground) {
        return std::nullopt;
    }
    if (const XmlNode properties = ground.child("bgPr")) {
        return colors.text_color(properties);
    }
    const XmlNode reference = ground.child("bgRef");
    const bool is_plain = reference && reference.attribute("idx") == "1001";
    return is_plain ? colors.color_in(reference) : Color();
}

} // namespace

DrawingColors slide_colors(const ZipArchive& archive, const Relationships& parts, XmlNode slide) {
    const Part layout = open_part(archive, parts, "slideLayout");
    const Part master = open_part(archive, layout.parts, "slideMaster");
    const Part theme = open_part(archive, master.parts, "theme");
    if (below(slide, {"clrMapOvr", "overrideClrMapping"})) {
        return {};
    }
    Theme names = theme_of(theme.root(), below(master.root(), {"clrMap"}));
    const DrawingColors numbers(names, std::nullopt);
    std::optional<Color> page;
    for (const XmlNode root : {slide, layout.root(), master.root()}) {
        page = page || !root ? page : page_color(root, numbers);
    }
    DrawingColors colors(std::move(names), page.value_or(kWhite));
    for (const XmlNode root : {slide, layout.root(), master.root()}) {
        if (const XmlNode shapes = below(root, {"cSld", "spTree"})) {
            colors.add_shapes(shapes);
        }
    }
    return colors;
}

} // namespace sotto::extract
