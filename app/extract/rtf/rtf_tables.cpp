#include "app/extract/rtf/rtf_tables.h"

#include "app/extract/rtf/rtf_stream.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace sotto::extract {

namespace {

using Kind = RtfToken::Kind;

constexpr std::size_t kMaxEntries = 100'000;

ListNumbering numbering_of(int kind) {
    switch (kind) {
    case 1:
        return ListNumbering::upper_roman;
    case 2:
        return ListNumbering::lower_roman;
    case 3:
        return ListNumbering::upper_letter;
    case 4:
        return ListNumbering::lower_letter;
    case 22:
        return ListNumbering::decimal_zero;
    case 23:
        return ListNumbering::bullet;
    case 255:
        return ListNumbering::none;
    default:
        return ListNumbering::decimal;
    }
}

// The text of a level begins with its length.
std::string level_text(std::string_view group) {
    RtfStream stream(group);
    std::string text;
    for (RtfToken token = stream.next(); token.kind != Kind::end; token = stream.next()) {
        if (token.kind == Kind::byte && token.byte != ';') {
            text += token.byte;
        }
    }
    const auto length = text.empty() ? 0U : static_cast<unsigned char>(text.front());
    return text.substr(std::min<std::size_t>(1, text.size()), length);
}

} // namespace

std::vector<std::optional<Paint>> parse_rtf_colors(std::string_view group) {
    std::vector<std::optional<Paint>> colors;
    std::optional<Paint> color;
    RtfStream stream(group);
    for (RtfToken token = stream.next(); token.kind != Kind::end && colors.size() < kMaxEntries;
         token = stream.next()) {
        if (token.kind == Kind::byte && token.byte == ';') {
            colors.push_back(std::exchange(color, std::nullopt));
        } else if (token.kind == Kind::word) {
            Paint paint = color.value_or(Paint{Paint::Kind::colour, 0, 0, 0});
            const auto part = static_cast<std::uint8_t>(std::clamp(token.number, 0, 255));
            (token.name == "red"     ? paint.red
             : token.name == "green" ? paint.green
                                     : paint.blue) = part;
            const bool is_part =
                token.name == "red" || token.name == "green" || token.name == "blue";
            color = is_part ? std::optional(paint) : color;
        }
    }
    return colors;
}

RtfStyles parse_rtf_styles(std::string_view group) {
    struct Style {
        std::optional<int> paragraph;
        std::optional<int> characters;
        bool is_heading = false;
        bool is_hidden = false;
        std::string name;
    };
    RtfStyles styles;
    Style style;
    int depth = 0;
    std::size_t count = 0;
    RtfStream stream(group);
    for (RtfToken token = stream.next(); token.kind != Kind::end && count < kMaxEntries;
         token = stream.next()) {
        if (token.kind == Kind::open && depth++ == 0) {
            style = {};
            ++count;
        } else if (token.kind == Kind::close && --depth == 0) {
            const bool is_heading =
                style.is_heading || to_lower(style.name).starts_with("heading ");
            if (style.paragraph && is_heading) {
                styles.headings.insert(*style.paragraph);
            }
            if (style.paragraph && style.is_hidden) {
                styles.hidden_paragraphs.insert(*style.paragraph);
            }
            if (style.characters && style.is_hidden) {
                styles.hidden_characters.insert(*style.characters);
            }
        } else if (token.kind == Kind::byte && depth == 1 && style.name.size() < 100) {
            style.name += token.byte;
        } else if (token.kind == Kind::word && depth == 1) {
            style.paragraph = token.name == "s" ? std::optional(token.number) : style.paragraph;
            style.characters = token.name == "cs" ? std::optional(token.number) : style.characters;
            style.is_hidden =
                token.name == "v" ? !token.has_number || token.number != 0 : style.is_hidden;
            style.is_heading =
                style.is_heading || (token.name == "outlinelevel" && token.number >= 0 &&
                                     token.number < RtfLists::kLevels);
        }
    }
    return styles;
}

void RtfLists::add_lists(std::string_view group) {
    RtfStream stream(group);
    List list;
    int level = -1;
    for (RtfToken token = stream.next(); token.kind != Kind::end && lists_.size() < kMaxEntries;
         token = stream.next()) {
        if (token.kind != Kind::word) {
            continue;
        }
        if (token.name == "list") {
            list = {};
            level = -1;
        } else if (token.name == "listlevel") {
            level = std::min(level + 1, kLevels - 1);
        } else if (token.name == "listid") {
            lists_.insert_or_assign(token.number, list);
        } else if (level >= 0) {
            Level& current = list.at(static_cast<std::size_t>(level));
            if (token.name == "levelnfc" || token.name == "levelnfcn") {
                current.numbering = numbering_of(token.number);
            } else if (token.name == "levelstartat") {
                current.start = std::clamp(token.number, 0, 1'000'000);
            } else if (token.name == "leveltext") {
                current.text = level_text(stream.take_group());
            }
        }
    }
}

void RtfLists::add_overrides(std::string_view group) {
    RtfStream stream(group);
    int id = 0;
    for (RtfToken token = stream.next(); token.kind != Kind::end && overrides_.size() < kMaxEntries;
         token = stream.next()) {
        if (token.kind == Kind::word && token.name == "listid") {
            id = token.number;
        } else if (token.kind == Kind::word && token.name == "ls") {
            overrides_.insert_or_assign(token.number, id);
        }
    }
}

std::string RtfLists::next_number(int list, int level) {
    const auto overriding = overrides_.find(list);
    const auto found =
        overriding == overrides_.end() ? lists_.end() : lists_.find(overriding->second);
    if (found == lists_.end() || level < 0 || level >= kLevels) {
        return {};
    }
    List& levels = found->second;
    const auto own = static_cast<std::size_t>(level);
    ++levels.at(own).count;
    for (std::size_t deeper = own + 1; deeper < levels.size(); ++deeper) {
        levels.at(deeper).count = 0;
    }
    if (levels.at(own).numbering == ListNumbering::bullet) {
        return "-";
    }
    std::string number;
    for (const char byte : levels.at(own).text) {
        const auto index = static_cast<unsigned char>(byte);
        if (index >= levels.size()) {
            number += static_cast<unsigned char>(byte) < 0x80U ? std::string(1, byte) : "";
            continue;
        }
        const Level& shown = levels.at(index);
        number += list_number(shown.start + std::max(shown.count, 1) - 1, shown.numbering);
    }
    return number;
}

} // namespace sotto::extract
