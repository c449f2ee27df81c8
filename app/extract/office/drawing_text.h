#pragma once

#include "app/extract/office/drawing_colors.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Writes the text of the shapes of a slide or of a sheet's drawing: paragraphs with their numbers,
/// tables, diagrams, charts, formulas; raised and lowered text; what is hidden is left out, which
/// is noted. Source: ECMA-376, part 1, sections 20.1 and 21.1 (DrawingML).
/// Lifetime: archive and builder outlive it.
class DrawingWriter {
public:
    DrawingWriter(const ZipArchive& archive, TextBuilder& builder)
        : archive_(archive), builder_(builder) {}

    /// Appends the text below `root`. `parts`: what the part with it refers to.
    void write(XmlNode root, Relationships parts, DrawingColors colors);
    /// Appends the text of `shapes` on one line. They may refer to no other part.
    void write_notes(const std::vector<XmlNode>& shapes);

private:
    /// How the items of a list of one level are numbered, and how far it has counted.
    struct Numbering {
        std::string type;
        std::int64_t start = 1;
        std::int64_t count = 0;
    };
    static constexpr std::size_t kLevels = 9;

    void write_children(XmlNode node);
    void write_inline(XmlNode node);
    void write_element(XmlNode node);
    void write_shape(XmlNode node);
    void write_body(XmlNode node);
    void write_paragraph(XmlNode node);
    void write_row(XmlNode node);
    void write_cell(XmlNode node);
    void write_run(XmlNode node);
    void put(std::string_view text, XmlNode format);
    void break_line();
    [[nodiscard]] bool is_hidden(XmlNode format) const;
    [[nodiscard]] XmlNode bullet_of(XmlNode paragraph, std::size_t level) const;
    [[nodiscard]] std::string label_of(XmlNode paragraph);

    const ZipArchive& archive_;
    TextBuilder& builder_;
    Relationships parts_;
    DrawingColors colors_;
    Color ground_;       ///< what the text lies on
    XmlNode list_style_; ///< of the text of a shape
    std::array<std::optional<Numbering>, kLevels> numberings_;
    XmlNode numbered_;       ///< the paragraph that still lacks its number
    int inline_ = 0;         ///< cells and notes we are inside of
    bool is_joined_ = false; ///< the next paragraph of a cell or note is its first
};

} // namespace sotto::extract
