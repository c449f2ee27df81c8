#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/visibility.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sotto::extract {

enum class VerticalAlign : std::uint8_t { baseline, raised, lowered };

/// What decides how the text of a run is read, as far as a style or the run itself says it.
struct RunFormat {
    std::optional<bool> is_hidden;
    std::optional<VerticalAlign> align;
    std::optional<std::int64_t> half_points; ///< its size
    std::optional<std::string> font;
    std::optional<Color> color;
    std::optional<Color> fill; ///< of its shading or highlight

    /// Takes over what `over` says.
    void apply(const RunFormat& over);
};

/// Where a paragraph stands in a list: a row of numbering.xml, and the level within it.
struct ListPlace {
    std::string list;
    std::optional<std::int64_t> level; ///< from 0
};

struct ParagraphFormat {
    std::string style; ///< its id
    RunFormat run;
    std::optional<std::int64_t> outline_level; ///< from 0; 9 is body text
    std::optional<ListPlace> list;
    std::optional<Color> fill;

    [[nodiscard]] bool is_heading() const { return outline_level && *outline_level < kBodyText; }
    void apply(const ParagraphFormat& over);

    static constexpr std::int64_t kBodyText = 9;
};

[[nodiscard]] RunFormat run_format(XmlNode properties);
[[nodiscard]] ParagraphFormat paragraph_format(XmlNode properties);
/// The fill of an element "w:shd"; nothing when it has none, so that what is below shows.
[[nodiscard]] std::optional<Color> shading(XmlNode element);

/// The styles of a Word document, each with what it inherits.
/// Source: ECMA-376, part 1, section 17.7.
class WordStyles {
public:
    WordStyles() = default;
    /// `root`: of styles.xml.
    explicit WordStyles(XmlNode root);

    /// The format of a paragraph with the properties `own`, which may be missing.
    [[nodiscard]] ParagraphFormat paragraph(XmlNode own) const;
    /// The format of a run in such a paragraph.
    [[nodiscard]] RunFormat run(const ParagraphFormat& paragraph, XmlNode own) const;
    /// Whether a style of tables fills some of its cells.
    [[nodiscard]] bool fills_cells(std::string_view table_style) const {
        return filled_tables_.contains(table_style);
    }

private:
    struct Style {
        ParagraphFormat own;
        std::string parent;
    };
    [[nodiscard]] ParagraphFormat inherited(std::string_view id) const;

    std::map<std::string, Style, std::less<>> styles_;
    std::set<std::string, std::less<>> filled_tables_;
    std::string default_paragraph_;
    RunFormat defaults_;
};

} // namespace sotto::extract
