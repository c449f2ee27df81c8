#include "app/extract/word/word_lists.h"

#include "app/extract/office/word_values.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sotto::extract {

namespace {

std::string_view value_of(XmlNode node, std::string_view child) {
    const XmlNode found = node.child(child);
    return found ? found.attribute("val") : std::string_view();
}

NumberStyle style_named(std::string_view name) {
    using enum NumberStyle;
    constexpr std::array<std::pair<std::string_view, NumberStyle>, 26> kNames{{
        {"none", none},
        {"decimalZero", padded},
        {"upperRoman", upper_roman},
        {"lowerRoman", lower_roman},
        {"upperLetter", upper_letter},
        {"lowerLetter", lower_letter},
        {"ordinal", ordinal},
        {"decimalEnclosedCircle", enclosed},
        {"decimalEnclosedCircleChinese", enclosed},
        {"decimalFullWidth", fullwidth},
        {"decimalFullWidth2", fullwidth},
        {"chineseCounting", chinese},
        {"chineseCountingThousand", chinese},
        {"chineseLegalSimplified", chinese},
        {"ideographDigital", chinese},
        {"japaneseCounting", chinese},
        {"japaneseDigitalTenThousand", chinese},
        {"koreanCounting", chinese},
        {"koreanDigital", chinese},
        {"koreanDigital2", chinese},
        {"taiwaneseCounting", chinese},
        {"taiwaneseCountingThousand", chinese},
        {"taiwaneseDigital", chinese},
        {"russianUpper", upper_russian},
        {"russianLower", lower_russian},
        {"hebrew1", hebrew},
    }};
    const auto found = std::ranges::find(kNames, name, [](const auto& each) { return each.first; });
    return found == kNames.end() ? decimal : found->second;
}

std::optional<std::size_t> level_number(std::string_view text, std::size_t levels) {
    const auto number = parse_number(text);
    return number && *number >= 0 && *number < static_cast<std::int64_t>(levels)
               ? std::optional(static_cast<std::size_t>(*number))
               : std::nullopt;
}

// Numbers that no list counts to are not a start.
std::optional<std::int64_t> start_of(std::string_view text) {
    constexpr std::int64_t kMaxStart = 1'000'000;
    const auto number = parse_number(text);
    return number && *number >= 0 && *number <= kMaxStart ? number : std::nullopt;
}

} // namespace

WordLists::WordLists(XmlNode root) {
    for (XmlNode node = root.first_child(); node; node = node.next()) {
        if (node.is_element() && node.name() == "abstractNum") {
            parse_definition(node);
        } else if (node.is_element() && node.name() == "num") {
            parse_list(node);
        }
    }
}

WordLists::Level WordLists::parse_level(XmlNode node) {
    Level level;
    level.start = start_of(value_of(node, "start")).value_or(0);
    const std::string_view format = value_of(node, "numFmt");
    level.is_bullet = format == "bullet" || node.child("lvlPicBulletId");
    level.style = style_named(format);
    level.is_legal = is_on(node.child("isLgl"));
    level.is_apart = value_of(node, "suff") != "nothing";
    level.text = value_of(node, "lvlText");
    level.paragraph_style = value_of(node, "pStyle");
    level.restart = parse_number(value_of(node, "lvlRestart"));
    return level;
}

void WordLists::parse_definition(XmlNode node) {
    Definition definition;
    definition.style_link = value_of(node, "styleLink");
    definition.style_of = value_of(node, "numStyleLink");
    for (XmlNode level = node.first_child(); level; level = level.next()) {
        if (!level.is_element() || level.name() != "lvl") {
            continue;
        }
        if (const auto number = level_number(level.attribute("ilvl"), kLevels)) {
            definition.levels.at(*number) = parse_level(level);
        }
    }
    definitions_.emplace(node.attribute("abstractNumId"), std::move(definition));
}

void WordLists::parse_list(XmlNode node) {
    List list;
    list.definition = value_of(node, "abstractNumId");
    for (XmlNode change = node.first_child(); change; change = change.next()) {
        if (!change.is_element() || change.name() != "lvlOverride") {
            continue;
        }
        const auto number = level_number(change.attribute("ilvl"), kLevels);
        if (!number) {
            continue;
        }
        if (const auto start = start_of(value_of(change, "startOverride"))) {
            list.starts[*number] = *start;
        }
        if (const XmlNode level = change.child("lvl")) {
            list.levels[*number] = parse_level(level);
        }
    }
    lists_.emplace(node.attribute("numId"), std::move(list));
}

const WordLists::Definition* WordLists::definition_of(const List& list) const {
    const auto found = definitions_.find(list.definition);
    if (found == definitions_.end()) {
        return nullptr;
    }
    const std::string& style = found->second.style_of;
    if (!style.empty()) {
        const auto other = std::ranges::find_if(
            definitions_, [&style](const auto& each) { return each.second.style_link == style; });
        return other == definitions_.end() ? &found->second : &other->second;
    }
    return &found->second;
}

std::optional<std::string> WordLists::next_label(const ParagraphFormat& paragraph) {
    const auto found = paragraph.list ? lists_.find(paragraph.list->list) : lists_.end();
    if (found == lists_.end()) {
        return std::nullopt;
    }
    List& list = found->second;
    const Definition* const definition = definition_of(list);
    if (definition == nullptr) {
        return std::nullopt;
    }
    Levels levels = definition->levels;
    for (const auto& [number, level] : list.levels) {
        levels.at(number) = level;
    }
    for (const auto& [number, start] : list.starts) {
        levels.at(number).start = start;
    }
    auto level = static_cast<std::size_t>(
        std::clamp<std::int64_t>(paragraph.list->level.value_or(0), 0, kLevels - 1));
    if (!paragraph.list->level) {
        const auto* const own = std::ranges::find_if(levels, [&paragraph](const Level& each) {
            return !each.paragraph_style.empty() && each.paragraph_style == paragraph.style;
        });
        level = own == levels.end() ? 0 : static_cast<std::size_t>(own - levels.begin());
    }
    Counts& counts = counts_[definition];
    if (!std::exchange(list.has_begun, true)) {
        for (const auto& [number, start] : list.starts) {
            counts.at(number) = start - 1;
        }
    }
    for (std::size_t i = 0; i < level; ++i) {
        counts.at(i) = counts.at(i).value_or(levels.at(i).start);
    }
    auto& count = counts.at(level);
    count = count ? *count + 1 : levels.at(level).start;
    for (std::size_t i = level + 1; i < kLevels; ++i) {
        const auto& restart = levels.at(i).restart;
        const bool restarts = !restart || static_cast<std::int64_t>(level) < *restart;
        counts.at(i) = restarts ? std::nullopt : counts.at(i);
    }
    return label_of(levels, counts, level);
}

std::string WordLists::label_of(const Levels& levels, const Counts& counts, std::size_t level) {
    const Level& own = levels.at(level);
    if (own.is_bullet) {
        return "- ";
    }
    std::string label;
    for (std::size_t i = 0; i < own.text.size(); ++i) {
        const char digit = own.text[i] == '%' && i + 1 < own.text.size() ? own.text[i + 1] : '\0';
        if (digit < '1' || digit > '9') {
            label += own.text[i];
            continue;
        }
        const auto shown = static_cast<std::size_t>(digit - '1');
        const NumberStyle style = own.is_legal && levels.at(shown).style != NumberStyle::none
                                      ? NumberStyle::decimal
                                      : levels.at(shown).style;
        label += number_text(counts.at(shown).value_or(levels.at(shown).start), style);
        ++i;
    }
    return label.empty() || !own.is_apart ? label : label + " ";
}

} // namespace sotto::extract
