#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/visibility.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sotto::extract {

/// What the colours of a drawing are, and what its shapes lie on, as far as both are known.
/// Source: ECMA-376, part 1, sections 20.1.2.3 (colours) and 20.1.8 (fills).
class DrawingColors {
public:
    /// Nothing is known but colours that are given as numbers.
    DrawingColors() = default;
    /// `theme`: the colours by name ("bg1", "accent2"); `page`: the colour of the page.
    DrawingColors(std::map<std::string, Color, std::less<>> theme, Color page)
        : theme_(std::move(theme)), page_(page) {}

    /// Takes in the shapes of a page or of what it is made after: what lies on a painted one has no
    /// known ground.
    void add_shapes(XmlNode tree);

    /// The colour of `node` if it is an element with a child "solidFill".
    [[nodiscard]] Color text_color(XmlNode properties) const;
    /// The colour that the text of a shape is seen on.
    [[nodiscard]] Color ground_of(XmlNode shape) const;
    /// The colour of an element that holds one ("solidFill").
    [[nodiscard]] Color color_in(XmlNode node) const;

private:
    struct Box {
        std::int64_t left = 0;
        std::int64_t top = 0;
        std::int64_t right = 0;
        std::int64_t bottom = 0;
    };
    /// The place of a shape; nothing when it takes it from elsewhere.
    [[nodiscard]] static std::optional<Box> box_of(XmlNode shape);

    std::map<std::string, Color, std::less<>> theme_;
    Color page_;
    std::vector<std::optional<Box>> painted_;
};

} // namespace sotto::extract
