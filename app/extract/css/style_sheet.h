#pragma once

#include "app/extract/css/css.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// What selectors ask of an element.
struct StyledElement {
    std::string tag; ///< in lower case
    std::string_view id;
    std::vector<std::string_view> classes;
};

/// The rules of a page's style sheets for elements by their tag, id and classes, and by those of
/// the elements around them. Of rules for elements in certain states or beside others, and for some
/// media only, it knows no more than that an element's background may come from them. At most
/// kMaxRules rules are kept, and kMaxChecks times one is compared with an element.
class StyleSheet {
public:
    static constexpr std::size_t kMaxRules = 20'000;
    static constexpr std::size_t kMaxChecks = 50'000'000;

    /// Adds the rules of a sheet, after those added before.
    void add(std::string_view css);

    /// What the sheets say of the last element of `path`, which holds it and those around it.
    [[nodiscard]] StyleBlock style_of(std::span<const StyledElement> path);

    /// Whether a sheet imports others, which are not read.
    [[nodiscard]] bool imports_others() const { return imports_others_; }

private:
    /// What a selector asks of one element.
    struct Compound {
        std::string tag; ///< empty for any
        std::string id;
        std::vector<std::string> classes;
        bool is_parent = false; ///< of the next one, not only around it

        [[nodiscard]] bool matches(const StyledElement& element) const;
    };
    struct Rule {
        std::vector<Compound> compounds; ///< the element itself is the last
        int specificity = 0;
        bool is_certain = true;
        std::size_t block = 0; ///< in blocks_
    };

    void add_rules(std::string_view css);
    void add_selector(std::string_view selector, std::size_t block, bool is_certain);
    void collect(const std::string& key, std::span<const StyledElement> path,
                 std::vector<const Rule*>& found);
    [[nodiscard]] static bool matches_around(const Rule& rule, std::span<const StyledElement> path);

    std::vector<StyleBlock> blocks_;
    std::vector<Rule> rules_;
    std::map<std::string, std::vector<std::size_t>> by_key_; ///< "#id", ".class", "tag" or "*"
    std::size_t checks_ = 0;
    bool imports_others_ = false;
};

} // namespace sotto::extract
