#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/list_number.h"
#include "app/extract/word/word_styles.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// The lists of a Word document, and how far each has counted.
/// Source: ECMA-376, part 1, section 17.9 (numbering).
class WordLists {
public:
    WordLists() = default;
    /// `root`: of numbering.xml.
    explicit WordLists(XmlNode root);

    /// What stands before the next paragraph of a list, with the space behind it: "2.1 ", "c) ",
    /// "- " for a bullet; empty for a level without number. Nothing when there is no such list.
    [[nodiscard]] std::optional<std::string> next_label(const ParagraphFormat& paragraph);

private:
    static constexpr std::size_t kLevels = 9;
    struct Level {
        std::int64_t start = 1;
        NumberStyle style = NumberStyle::decimal;
        bool is_bullet = false;
        bool is_legal = false; ///< the numbers of all levels are decimal
        bool is_apart = true;  ///< a space follows
        std::string text;      ///< "%1.%2."
        std::string paragraph_style;
        std::optional<std::int64_t> restart; ///< only behind this level (from 1); 0: never
    };
    using Levels = std::array<Level, kLevels>;
    struct Definition {
        Levels levels;
        std::string style_link; ///< the style that this definition belongs to
        std::string style_of;   ///< the style whose definition it is, in the place of its own
    };
    struct List {
        std::string definition;
        std::map<std::size_t, std::int64_t> starts; ///< others than those of the definition
        std::map<std::size_t, Level> levels;        ///< in the place of those
        bool has_begun = false;
    };
    using Counts = std::array<std::optional<std::int64_t>, kLevels>;

    [[nodiscard]] static Level parse_level(XmlNode node);
    void parse_definition(XmlNode node);
    void parse_list(XmlNode node);
    [[nodiscard]] const Definition* definition_of(const List& list) const;
    [[nodiscard]] static std::string label_of(const Levels& levels, const Counts& counts,
                                              std::size_t level);

    std::map<std::string, Definition, std::less<>> definitions_;
    std::map<std::string, List, std::less<>> lists_;
    std::map<const Definition*, Counts> counts_;
};

} // namespace sotto::extract
