#include "app/extract/css/css.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

using namespace std::string_view_literals;

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n\f";
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// Cuts the text before the next `end` that stands in no brackets or quotes off `css`.
std::string_view take_until(std::string_view& css, char end) {
    int depth = 0;
    char quote = '\0';
    std::size_t at = 0;
    for (; at < css.size(); ++at) {
        const char byte = css[at];
        if (quote != '\0') {
            quote = byte == quote ? '\0' : quote;
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
        } else if (byte == end && depth == 0) {
            break;
        } else {
            depth += byte == '(' ? 1 : 0;
            depth -= byte == ')' && depth > 0 ? 1 : 0;
        }
    }
    const std::string_view taken = css.substr(0, at);
    css.remove_prefix(std::min(at + 1, css.size()));
    return taken;
}

template <class OnWord>
void for_each_word(std::string_view value, OnWord on_word) {
    while (!(value = trim(value)).empty()) {
        on_word(trim(take_until(value, ' ')));
    }
}

Display display_of(std::string_view value) {
    constexpr std::array kBlocks{"block"sv, "flex"sv,      "grid"sv,      "list-item"sv,
                                 "table"sv, "table-row"sv, "flow-root"sv, "table-caption"sv};
    return value == "none"                         ? Display::none
           : std::ranges::contains(kBlocks, value) ? Display::block
                                                   : Display::other;
}

// The height of letters; nothing where it is that of the text around.
std::optional<bool> tininess_of(std::string_view value) {
    const auto size = parse_length(value);
    if (!size) {
        return value.empty() || value == "inherit" || value.contains('(') ? std::nullopt
                                                                          : std::optional(false);
    }
    if (is_at_most_a_pixel(*size)) {
        return true;
    }
    if (size->unit == "em" || size->unit == "%") {
        return size->number <= (size->unit == "%" ? 10.0 : 0.1) ? std::optional(true)
                                                                : std::nullopt;
    }
    return size->unit == "rem" && size->number <= 0.1;
}

// The size in "bold 0/1 Arial".
std::optional<bool> tininess_of_font(std::string_view value) {
    std::optional<bool> tininess;
    for_each_word(value, [&tininess](std::string_view word) {
        const bool is_weight = word.size() == 3 && word.ends_with("00");
        const bool is_size = parse_length(word).has_value() && !is_weight;
        tininess = is_size && !tininess ? tininess_of(word) : tininess;
    });
    return tininess;
}

bool is_clipping(std::string_view value) {
    if (value.starts_with("rect(")) {
        bool is_nothing = true;
        std::string_view rest = value.substr(5);
        while (!rest.empty() && rest.front() != ')') {
            const auto length = parse_length(rest);
            is_nothing =
                is_nothing && (!length || is_at_most_a_pixel(*length)) && !rest.starts_with("auto");
            rest.remove_prefix(std::min(rest.find_first_of(" ,)"), rest.size()));
            rest.remove_prefix(std::min(rest.find_first_not_of(" ,"), rest.size()));
        }
        return is_nothing;
    }
    return value.starts_with("inset(50%") || value.starts_with("inset(100%") ||
           value.starts_with("circle(0");
}

// The colour among the words of a background; nothing where it says none.
std::optional<Paint> background_of(std::string_view value) {
    if (value.contains("url(") || value.contains("gradient(") || value.contains("var(")) {
        return Paint();
    }
    std::optional<Paint> background;
    for_each_word(value, [&background](std::string_view word) {
        const Paint paint = parse_paint(word);
        const bool is_known = paint.kind != Paint::Kind::unknown;
        const bool may_be_name = is_ascii_letter(word.front()) && word != "none" &&
                                 word != "inherit" && word != "repeat" && word != "no-repeat" &&
                                 word != "scroll" && !background;
        if (is_known || may_be_name) {
            background = paint;
        }
    });
    return background && background->kind == Paint::Kind::transparent ? std::nullopt : background;
}

void set_bit(std::uint8_t& said, std::uint8_t& bits, unsigned bit, bool is_set) {
    const auto mask = static_cast<std::uint8_t>(1U << bit);
    said = static_cast<std::uint8_t>(said | mask);
    bits = static_cast<std::uint8_t>(is_set ? bits | mask : bits & ~mask);
}

void declare_place(Declarations& into, std::string_view name, std::string_view value) {
    constexpr std::array kPositions{"left"sv,      "right"sv,       "top"sv,
                                    "bottom"sv,    "text-indent"sv, "margin-left"sv,
                                    "transform"sv, "margin-top"sv};
    constexpr std::array kSizes{"width"sv, "height"sv, "max-width"sv, "max-height"sv};
    const auto bit_of = [name](const auto& names) {
        return static_cast<unsigned>(std::ranges::find(names, name) - names.begin());
    };
    const std::string_view amount = value.starts_with("translate") || value.starts_with("scale")
                                        ? value.substr(std::min(value.find('(') + 1, value.size()))
                                        : value;
    const auto length = parse_length(amount);
    if (const unsigned position = bit_of(kPositions); position < kPositions.size()) {
        const bool is_nothing = value.starts_with("scale") && length && length->number == 0.0;
        set_bit(into.said_positions, into.far_positions, position,
                is_nothing || (length && is_far_away(*length)));
    } else if (const unsigned size = bit_of(kSizes); size < kSizes.size()) {
        set_bit(into.said_sizes, into.no_sizes, size, length && is_at_most_a_pixel(*length));
    }
}

void declare(Declarations& into, std::string_view name, std::string_view value) {
    if (name == "display") {
        into.display = display_of(value);
    } else if (name == "content-visibility" && value == "hidden") {
        into.display = Display::none;
    } else if (name == "visibility" && value != "inherit") {
        into.is_invisible = value != "visible";
    } else if (name == "opacity") {
        const auto opacity = parse_length(value);
        into.is_transparent = opacity && opacity->number <= 0.01;
    } else if (name == "font-size" || name == "font") {
        const auto tininess = name == "font" ? tininess_of_font(value) : tininess_of(value);
        into.is_tiny = tininess ? tininess : into.is_tiny;
    } else if (name == "clip" || name == "clip-path") {
        into.is_clipped = is_clipping(value);
    } else if (name.starts_with("overflow")) {
        into.hides_overflow = value.starts_with("hidden") || value.starts_with("clip");
    } else if ((name == "color" || name == "-webkit-text-fill-color") && value != "inherit") {
        into.color = parse_paint(value);
    } else if (name == "background-color" || name == "background" || name == "background-image") {
        const auto background = background_of(value);
        into.background = background ? background : into.background;
    } else if (name == "list-style" || name == "list-style-type") {
        for_each_word(value, [&into](std::string_view word) {
            const auto numbering = numbering_named(word);
            into.list = numbering ? numbering : into.list;
        });
    } else {
        declare_place(into, name, value);
    }
}

template <class Value>
void take_later(std::optional<Value>& value, const std::optional<Value>& later) {
    value = later ? later : value;
}

} // namespace

void Declarations::merge(const Declarations& later) {
    take_later(display, later.display);
    take_later(is_invisible, later.is_invisible);
    take_later(is_transparent, later.is_transparent);
    take_later(is_tiny, later.is_tiny);
    take_later(is_clipped, later.is_clipped);
    take_later(hides_overflow, later.hides_overflow);
    take_later(color, later.color);
    take_later(background, later.background);
    take_later(list, later.list);
    far_positions =
        static_cast<std::uint8_t>((far_positions & ~later.said_positions) | later.far_positions);
    said_positions = static_cast<std::uint8_t>(said_positions | later.said_positions);
    no_sizes = static_cast<std::uint8_t>((no_sizes & ~later.said_sizes) | later.no_sizes);
    said_sizes = static_cast<std::uint8_t>(said_sizes | later.said_sizes);
}

bool Declarations::hides() const {
    return display == Display::none || is_transparent.value_or(false) ||
           is_clipped.value_or(false) || far_positions != 0 ||
           (no_sizes != 0 && hides_overflow.value_or(false));
}

StyleBlock parse_declarations(std::string_view css) {
    StyleBlock block;
    while (!css.empty()) {
        std::string_view value = take_until(css, ';');
        const std::string name = to_lower(trim(take_until(value, ':')));
        std::string words = to_lower(trim(value));
        const std::size_t mark = words.rfind('!');
        const bool is_important = mark != std::string::npos &&
                                  trim(std::string_view(words).substr(mark + 1)) == "important";
        if (is_important) {
            words.resize(trim(std::string_view(words).substr(0, mark)).size());
        }
        declare(is_important ? block.important : block.normal, name, words);
    }
    return block;
}

std::optional<ListNumbering> numbering_named(std::string_view name) {
    constexpr std::array kNames{std::pair{"none"sv, ListNumbering::none},
                                std::pair{"disc"sv, ListNumbering::bullet},
                                std::pair{"circle"sv, ListNumbering::bullet},
                                std::pair{"square"sv, ListNumbering::bullet},
                                std::pair{"decimal"sv, ListNumbering::decimal},
                                std::pair{"decimal-leading-zero"sv, ListNumbering::decimal_zero},
                                std::pair{"lower-alpha"sv, ListNumbering::lower_letter},
                                std::pair{"lower-latin"sv, ListNumbering::lower_letter},
                                std::pair{"upper-alpha"sv, ListNumbering::upper_letter},
                                std::pair{"upper-latin"sv, ListNumbering::upper_letter},
                                std::pair{"lower-roman"sv, ListNumbering::lower_roman},
                                std::pair{"upper-roman"sv, ListNumbering::upper_roman},
                                std::pair{"lower-greek"sv, ListNumbering::lower_greek}};
    const auto* const found =
        std::ranges::find(kNames, name, &std::pair<std::string_view, ListNumbering>::first);
    return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

} // namespace sotto::extract
