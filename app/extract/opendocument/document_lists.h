#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/list_number.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The lists and the numbered headings of an OpenDocument text, and how far they have counted.
/// Source: OASIS OpenDocument 1.3, part 3, sections 5.3 and 16.30 to 16.34.
class DocumentLists {
public:
    /// Takes in the list styles and the numbers of headings below `root`.
    void add(XmlNode root);

    /// The text goes on within an element "text:list", or behind it.
    void begin_list(XmlNode list);
    void end_list();

    /// Whether we are inside of a list whose style says how it is numbered.
    [[nodiscard]] bool has_known_list() const {
        return !open_.empty() && styles_.contains(open_.back().style);
    }

    /// What stands before the next item of the list that we are in, with the space behind it:
    /// "2.1 ", "- ". `style`: that of the paragraph, for lists without one.
    [[nodiscard]] std::string next_label(XmlNode item, std::string_view style);
    /// The same for a heading outside of lists; empty when headings of its level are not numbered.
    [[nodiscard]] std::string next_heading_label(XmlNode heading);

private:
    static constexpr std::size_t kLevels = 10;
    struct Level {
        NumberStyle style = NumberStyle::none;
        bool is_bullet = true;
        std::string prefix;
        std::string suffix;
        std::int64_t start = 1;
        std::size_t shown = 1; ///< levels whose numbers are shown
    };
    using Levels = std::array<Level, kLevels>;
    using Counts = std::array<std::optional<std::int64_t>, kLevels>;
    struct Open {
        std::string style;
        std::shared_ptr<Counts> counts;
    };

    [[nodiscard]] static Levels parse_levels(XmlNode style);
    [[nodiscard]] static std::string count(const Levels& levels, Counts& counts, std::size_t level,
                                           std::optional<std::int64_t> start);

    std::map<std::string, Levels, std::less<>> styles_;
    std::optional<Levels> outline_;
    Counts headings_{};
    std::vector<Open> open_; ///< lists we are inside of
    std::map<std::string, std::shared_ptr<Counts>, std::less<>> by_id_;
    std::map<std::string, std::shared_ptr<Counts>, std::less<>> by_style_;
};

} // namespace sotto::extract
