#pragma once

#include "app/extract/css/css_values.h"
#include "app/extract/text/list_number.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The colours of a document by their numbers; nothing for the automatic one. `group`: the content
/// of \colortbl.
[[nodiscard]] std::vector<std::optional<Paint>> parse_rtf_colors(std::string_view group);

/// The numbers of styles with a meaning.
struct RtfStyles {
    std::set<int> headings;          ///< of paragraphs
    std::set<int> hidden_paragraphs; ///< whose text is hidden
    std::set<int> hidden_characters;
};

/// `group`: the content of \stylesheet.
[[nodiscard]] RtfStyles parse_rtf_styles(std::string_view group);

/// Counts the items of lists, for documents that do not store what stands before them.
class RtfLists {
public:
    static constexpr int kLevels = 9;

    /// The contents of \listtable and \listoverridetable.
    void add_lists(std::string_view group);
    void add_overrides(std::string_view group);

    /// What stands before the next item: "2.1."; "-" for bullets, empty where nothing does.
    /// `list`: the number after \ls.
    [[nodiscard]] std::string next_number(int list, int level);

private:
    struct Level {
        ListNumbering numbering = ListNumbering::decimal;
        int start = 1;
        std::string text; ///< with bytes 0 to 8 for the numbers of the levels
        int count = 0;    ///< items so far
    };
    using List = std::array<Level, kLevels>;

    std::map<int, List> lists_;    ///< by list id
    std::map<int, int> overrides_; ///< list ids by the number after \ls
};

} // namespace sotto::extract
