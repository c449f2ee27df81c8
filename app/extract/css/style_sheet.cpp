#include "app/extract/css/style_sheet.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kLargestSheet = std::size_t{2} << 20U;

std::string without_comments(std::string_view css) {
    std::string plain;
    while (!css.empty()) {
        const std::size_t begin = css.find("/*");
        plain += css.substr(0, begin);
        const std::size_t end = begin == std::string_view::npos ? begin : css.find("*/", begin + 2);
        css.remove_prefix(end == std::string_view::npos ? css.size() : end + 2);
        plain += end == std::string_view::npos ? "" : " ";
    }
    // Very old pages hide their sheets in a comment of HTML.
    for (const std::string_view mark : {"<!--", "-->"}) {
        for (std::size_t at = plain.find(mark); at != std::string::npos; at = plain.find(mark)) {
            plain.replace(at, mark.size(), " ");
        }
    }
    return plain;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n\f";
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// The length of a block without its braces; `css` begins behind the opening one.
std::size_t block_length(std::string_view css) {
    int depth = 1;
    for (std::size_t at = 0; at < css.size(); ++at) {
        depth += css[at] == '{' ? 1 : 0;
        depth -= css[at] == '}' ? 1 : 0;
        if (depth == 0) {
            return at;
        }
    }
    return css.size();
}

bool is_name_byte(char byte) {
    return is_ascii_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
           static_cast<unsigned char>(byte) >= 0x80U;
}

std::string_view take_name(std::string_view& selector) {
    const auto end = std::ranges::find_if_not(selector, is_name_byte);
    const auto length = static_cast<std::size_t>(end - selector.begin());
    const std::string_view name = selector.substr(0, length);
    selector.remove_prefix(length);
    return name;
}

// What a group of rules holds for: all readers, some of them, or nobody on a screen.
enum class Audience : std::uint8_t { all, some, nobody };

Audience audience_of(std::string_view prelude) {
    const std::string words = to_lower(prelude);
    if (words.starts_with("@layer")) {
        return Audience::all;
    }
    if (!words.starts_with("@media")) {
        return words.starts_with("@supports") ? Audience::some : Audience::nobody;
    }
    const std::string_view media = trim(std::string_view(words).substr(6));
    return media == "screen" || media == "all" || media == "only screen"   ? Audience::all
           : media.starts_with("print") || media.starts_with("only print") ? Audience::nobody
                                                                           : Audience::some;
}

// What is certain of a rule that holds at times only.
StyleBlock uncertain(const StyleBlock& block) {
    StyleBlock known;
    if (block.normal.background || block.important.background) {
        known.normal.background = Paint();
    }
    return known;
}

} // namespace

void StyleSheet::add(std::string_view css) {
    add_rules(without_comments(css.substr(0, kLargestSheet)));
}

void StyleSheet::add_rules(std::string_view css) {
    // Groups are opened one after the other: what is in them is looked at where they stand.
    std::vector<std::pair<std::string_view, bool>> groups{{css, true}};
    for (std::size_t n = 0; n < groups.size() && n < kMaxRules; ++n) {
        auto [rest, certain] = groups[n];
        while (!(rest = trim(rest)).empty() && rules_.size() < kMaxRules) {
            const std::size_t end = rest.find_first_of("{;}");
            if (end == std::string_view::npos) {
                break;
            }
            const std::string_view prelude = trim(rest.substr(0, end));
            const char mark = rest[end];
            rest.remove_prefix(end + 1);
            if (mark != '{') {
                imports_others_ = imports_others_ || to_lower(prelude.substr(0, 7)) == "@import";
                continue;
            }
            const std::size_t length = block_length(rest);
            const std::string_view body = rest.substr(0, length);
            rest.remove_prefix(std::min(length + 1, rest.size()));
            if (prelude.starts_with('@')) {
                if (const Audience audience = audience_of(prelude);
                    audience != Audience::nobody && groups.size() < kMaxRules) {
                    groups.emplace_back(body, certain && audience == Audience::all);
                }
                continue;
            }
            blocks_.push_back(parse_declarations(body));
            for (std::string_view list = prelude; !list.empty();) {
                const std::size_t comma = std::min(list.find(','), list.size());
                add_selector(trim(list.substr(0, comma)), blocks_.size() - 1, certain);
                list.remove_prefix(std::min(comma + 1, list.size()));
            }
        }
    }
}

void StyleSheet::add_selector(std::string_view selector, std::size_t block, bool is_certain) {
    constexpr std::size_t kMaxCompounds = 8;
    Rule rule;
    rule.block = block;
    rule.is_certain = is_certain;
    for (std::string_view rest = selector; !rest.empty();) {
        Compound compound;
        compound.tag = to_lower(take_name(rest));
        const bool is_any = rest.starts_with('*');
        rest.remove_prefix(is_any ? 1 : 0);
        while (rest.starts_with('.') || rest.starts_with('#')) {
            const bool is_class = rest.front() == '.';
            rest.remove_prefix(1);
            const std::string_view name = take_name(rest);
            rule.specificity += is_class ? 100 : 10'000;
            if (is_class) {
                compound.classes.emplace_back(name);
            } else {
                compound.id = name;
            }
        }
        rule.specificity += compound.tag.empty() ? 0 : 1;
        const bool is_empty =
            compound.tag.empty() && compound.id.empty() && compound.classes.empty() && !is_any;
        const std::size_t end = std::min(rest.find_first_not_of(" \t\r\n>"), rest.size());
        compound.is_parent = rest.substr(0, end).contains('>');
        if (is_empty || (end == 0 && !rest.empty()) || rule.compounds.size() >= kMaxCompounds) {
            // A state, an attribute, a neighbour: what follows is looked at as if it stood alone.
            rule.is_certain = false;
            const std::size_t next = rest.find_first_of(" \t\r\n>+~");
            if (!is_empty && next == std::string_view::npos) {
                rule.compounds.push_back(std::move(compound));
                break;
            }
            rest.remove_prefix(std::min(next, rest.size()));
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n>+~"), rest.size()));
            rule.compounds.clear();
            continue;
        }
        rule.compounds.push_back(std::move(compound));
        rest.remove_prefix(end);
    }
    if (rule.compounds.empty() || rules_.size() >= kMaxRules) {
        return;
    }
    const Compound& own = rule.compounds.back();
    const std::string key = !own.id.empty()        ? "#" + own.id
                            : !own.classes.empty() ? "." + own.classes.back()
                            : !own.tag.empty()     ? own.tag
                                                   : "*";
    by_key_[key].push_back(rules_.size());
    rules_.push_back(std::move(rule));
}

bool StyleSheet::Compound::matches(const StyledElement& element) const {
    return (tag.empty() || tag == element.tag) && (id.empty() || id == element.id) &&
           std::ranges::all_of(classes, [&element](const auto& name) {
               return std::ranges::contains(element.classes, name);
           });
}

// Whether the elements around the last of `path` are those that a rule asks for.
bool StyleSheet::matches_around(const Rule& rule, std::span<const StyledElement> path) {
    constexpr std::size_t kFarthest = 100;
    std::size_t at = path.size() - 1;
    for (std::size_t i = rule.compounds.size() - 1; i-- > 0;) {
        const Compound& around = rule.compounds[i];
        const std::size_t limit = around.is_parent ? 1 : kFarthest;
        std::size_t steps = 0;
        do {
            if (at == 0 || steps++ == limit) {
                return false;
            }
            --at;
        } while (!around.matches(path[at]));
    }
    return true;
}

void StyleSheet::collect(const std::string& key, std::span<const StyledElement> path,
                         std::vector<const Rule*>& found) {
    const auto indices = by_key_.find(key);
    if (indices == by_key_.end()) {
        return;
    }
    for (const std::size_t index : indices->second) {
        const Rule& rule = rules_[index];
        checks_ += rule.compounds.size() > 1 ? 20 : 1; // elements around are compared, too
        if (checks_ > kMaxChecks) {
            return;
        }
        if (rule.compounds.back().matches(path.back()) && matches_around(rule, path)) {
            found.push_back(&rule);
        }
    }
}

StyleBlock StyleSheet::style_of(std::span<const StyledElement> path) {
    StyleBlock style;
    if (rules_.empty()) {
        return style;
    }
    const StyledElement& element = path.back();
    std::vector<const Rule*> found;
    collect("*", path, found);
    collect(std::string(element.tag), path, found);
    for (const std::string_view name : element.classes) {
        collect("." + std::string(name), path, found);
    }
    if (!element.id.empty()) {
        collect("#" + std::string(element.id), path, found);
    }
    // Of equal ones the last counts; the addresses are in the order of the sheet.
    std::ranges::sort(found, [](const Rule* a, const Rule* b) {
        return std::pair(a->specificity, a) < std::pair(b->specificity, b);
    });
    for (const Rule* rule : found) {
        const StyleBlock& block = blocks_[rule->block];
        const StyleBlock said = rule->is_certain ? block : uncertain(block);
        style.normal.merge(said.normal);
        style.important.merge(said.important);
    }
    return style;
}

} // namespace sotto::extract
