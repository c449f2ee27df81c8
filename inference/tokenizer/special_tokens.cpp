#include "inference/tokenizer/special_tokens.h"

#include "inference/normalizer/unicode_form.h"

#include <algorithm>

namespace sotto::inference {

namespace {

// Source: the HTML standard, index of elements, and the elements that it no longer has.
constexpr std::array kHtmlElements = std::to_array<std::string_view>({
    "a",       "abbr",     "acronym",  "address",    "area",     "article",  "aside",
    "audio",   "b",        "base",     "bdi",        "bdo",      "big",      "blockquote",
    "body",    "br",       "button",   "canvas",     "caption",  "center",   "cite",
    "code",    "col",      "colgroup", "data",       "datalist", "dd",       "del",
    "details", "dfn",      "dialog",   "dir",        "div",      "dl",       "dt",
    "em",      "embed",    "fieldset", "figcaption", "figure",   "font",     "footer",
    "form",    "frame",    "frameset", "head",       "header",   "hgroup",   "hr",
    "html",    "i",        "iframe",   "img",        "input",    "ins",      "kbd",
    "label",   "legend",   "li",       "link",       "main",     "map",      "mark",
    "math",    "menu",     "meta",     "meter",      "nav",      "noframes", "noscript",
    "object",  "ol",       "optgroup", "option",     "output",   "p",        "param",
    "picture", "pre",      "progress", "q",          "rb",       "rp",       "rt",
    "rtc",     "ruby",     "s",        "samp",       "script",   "search",   "section",
    "select",  "slot",     "small",    "source",     "span",     "strike",   "strong",
    "style",   "sub",      "summary",  "sup",        "svg",      "table",    "tbody",
    "td",      "template", "textarea", "tfoot",      "th",       "thead",    "time",
    "title",   "tr",       "track",    "tt",         "u",        "ul",       "var",
    "video",   "wbr",
});

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// The name of a tag such as "<name>" or "</name>"; empty = it is none.
std::string_view tag_name(std::string_view spelling) {
    if (spelling.size() <= 2 || spelling.front() != '<' || spelling.back() != '>') {
        return {};
    }
    std::string_view name = spelling.substr(1, spelling.size() - 2);
    name.remove_prefix(name.size() > 1 && name.front() == '/' ? 1 : 0);
    return name;
}

bool is_heading(std::string_view name) {
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

} // namespace

bool SpecialTokens::add(std::string_view spelling, TokenId id, TokenRules rules) {
    if (spelling.empty() || !ids_.try_emplace(std::string(spelling), id).second) {
        return false;
    }
    if (rules.lstrip || rules.rstrip || rules.single_word) {
        rules_.insert_or_assign(id, rules);
    }
    if (!first_bytes_.contains(spelling.front())) {
        first_bytes_ += spelling.front();
    }
    const auto at = std::ranges::lower_bound(lengths_, spelling.size(), std::greater<>{});
    if (at == lengths_.end() || *at != spelling.size()) {
        lengths_.insert(at, spelling.size());
    }
    return true;
}

std::optional<TokenId> SpecialTokens::find(std::string_view spelling) const {
    const auto found = ids_.find(spelling);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

TokenRules SpecialTokens::rules(TokenId id) const {
    const auto found = rules_.find(id);
    return found == rules_.end() ? TokenRules{} : found->second;
}

std::optional<SpecialTokens::Match> SpecialTokens::next(std::string_view text,
                                                        std::size_t from) const {
    std::size_t at = text.find_first_of(first_bytes_, from);
    while (at != std::string_view::npos) {
        std::size_t step = 1;
        if (const auto match = at_place(text, at)) {
            if (const auto kept = by_rules(*match, text, from)) {
                return kept;
            }
            step = match->length; // as in the reference implementation
        }
        at = text.find_first_of(first_bytes_, at + step);
    }
    return std::nullopt;
}

std::optional<SpecialTokens::Match> SpecialTokens::at_place(std::string_view text,
                                                            std::size_t at) const {
    for (const std::size_t length : lengths_) {
        if (length > text.size() - at) {
            continue;
        }
        if (const auto id = find(text.substr(at, length))) {
            return Match{at, length, *id};
        }
    }
    return std::nullopt;
}

/// The match with the white space that it takes along; nothing where it does not count. `from`:
/// what is before it belongs to another token.
std::optional<SpecialTokens::Match> SpecialTokens::by_rules(Match match, std::string_view text,
                                                            std::size_t from) const {
    const TokenRules rules = this->rules(match.id);
    const std::string_view before = text.substr(0, match.begin);
    const std::string_view after = text.substr(match.begin + match.length);
    if (rules.single_word && (ends_with_word(before) || begins_with_word(after))) {
        return std::nullopt;
    }
    const std::size_t left = rules.lstrip ? trailing_space(before.substr(from)) : 0;
    match.begin -= left;
    match.length += left + (rules.rstrip ? leading_space(after) : 0);
    return match;
}

bool is_control_spelling(std::string_view spelling) {
    if (spelling.size() > 2 && spelling.front() == '[' && spelling.back() == ']') {
        return true;
    }
    const std::string_view name = tag_name(spelling);
    return !name.empty() && !is_heading(name) && !std::ranges::all_of(name, is_letter);
}

bool is_mark_spelling(std::string_view spelling) {
    const std::string_view name = tag_name(spelling);
    return !name.empty() && std::ranges::all_of(name, is_letter) &&
           !std::ranges::contains(kHtmlElements, name);
}

} // namespace sotto::inference
