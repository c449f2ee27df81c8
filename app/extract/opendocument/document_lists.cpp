#include "app/extract/opendocument/document_lists.h"

#include "app/extract/office/word_values.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

NumberStyle style_of(std::string_view format) {
    return format.empty()              ? NumberStyle::none
           : format == "a"             ? NumberStyle::lower_letter
           : format == "A"             ? NumberStyle::upper_letter
           : format == "i"             ? NumberStyle::lower_roman
           : format == "I"             ? NumberStyle::upper_roman
           : format.starts_with("①")   ? NumberStyle::enclosed
           : format.starts_with("一")  ? NumberStyle::chinese
           : format.starts_with("１")  ? NumberStyle::fullwidth
           : format.starts_with("1st") ? NumberStyle::ordinal
                                       : NumberStyle::decimal;
}

// A level, from 1 in the file.
std::optional<std::size_t> level_of(std::string_view text, std::size_t levels) {
    const auto number = parse_number(text);
    return number && *number >= 1 && *number <= static_cast<std::int64_t>(levels)
               ? std::optional(static_cast<std::size_t>(*number - 1))
               : std::nullopt;
}

std::optional<std::int64_t> start_of(std::string_view text) {
    constexpr std::int64_t kMaxStart = 1'000'000;
    const auto number = parse_number(text);
    return number && *number >= 0 && *number <= kMaxStart ? number : std::nullopt;
}

} // namespace

void DocumentLists::add(XmlNode root) {
    for (const std::string_view part : {"styles", "automatic-styles"}) {
        const XmlNode list = root.child(part);
        for (XmlNode node = list ? list.first_child() : XmlNode(); node; node = node.next()) {
            if (node.is_element() && node.name() == "list-style") {
                styles_.insert_or_assign(std::string(node.attribute("name")), parse_levels(node));
            } else if (node.is_element() && node.name() == "outline-style") {
                outline_ = parse_levels(node);
            }
        }
    }
}

DocumentLists::Levels DocumentLists::parse_levels(XmlNode style) {
    Levels levels;
    for (XmlNode node = style.first_child(); node; node = node.next()) {
        const auto number =
            node.is_element() ? level_of(node.attribute("level"), kLevels) : std::nullopt;
        if (!number) {
            continue;
        }
        Level& level = levels.at(*number);
        level.is_bullet =
            node.name() == "list-level-style-bullet" || node.name() == "list-level-style-image";
        level.style = style_of(node.attribute("num-format"));
        level.prefix = node.attribute("num-prefix");
        level.suffix = node.attribute("num-suffix");
        level.start = start_of(node.attribute("start-value")).value_or(1);
        level.shown = level_of(node.attribute("display-levels"), kLevels).value_or(0) + 1;
    }
    return levels;
}

void DocumentLists::begin_list(XmlNode list) {
    Open open{std::string(list.attribute("style-name")), nullptr};
    if (!open_.empty()) {
        open.style = open.style.empty() ? open_.back().style : open.style;
        open.counts = open_.back().counts;
        open_.push_back(std::move(open));
        return;
    }
    const auto before = by_id_.find(list.attribute("continue-list"));
    const auto alike = by_style_.find(open.style);
    if (before != by_id_.end()) {
        open.counts = before->second;
    } else if (list.attribute("continue-numbering") == "true" && alike != by_style_.end()) {
        open.counts = alike->second;
    } else {
        open.counts = std::make_shared<Counts>();
    }
    if (const std::string_view id = list.attribute("id"); !id.empty()) {
        by_id_.insert_or_assign(std::string(id), open.counts);
    }
    by_style_.insert_or_assign(open.style, open.counts);
    open_.push_back(std::move(open));
}

void DocumentLists::end_list() {
    open_.pop_back();
}

std::string DocumentLists::next_label(XmlNode item, std::string_view style) {
    if (open_.empty()) {
        return "- ";
    }
    const Open& list = open_.back();
    const auto found = styles_.find(list.style.empty() ? style : std::string_view(list.style));
    const Levels levels = found == styles_.end() ? Levels{} : found->second;
    const std::size_t level = std::min(open_.size(), kLevels) - 1;
    return count(levels, *list.counts, level, start_of(item.attribute("start-value")));
}

std::string DocumentLists::next_heading_label(XmlNode heading) {
    const auto level = level_of(heading.attribute("outline-level"), kLevels);
    if (!outline_ || !level || heading.attribute("is-list-header") == "true" ||
        outline_->at(*level).style == NumberStyle::none) {
        return {};
    }
    auto start = start_of(heading.attribute("start-value"));
    if (!start && heading.attribute("restart-numbering") == "true") {
        start = outline_->at(*level).start;
    }
    return count(*outline_, headings_, *level, start);
}

std::string DocumentLists::count(const Levels& levels, Counts& counts, std::size_t level,
                                 std::optional<std::int64_t> start) {
    const Level& own = levels.at(level);
    auto& number = counts.at(level);
    number = start ? *start : number ? *number + 1 : own.start;
    for (std::size_t i = level + 1; i < kLevels; ++i) {
        counts.at(i).reset();
    }
    if (own.is_bullet) {
        return "- ";
    }
    if (own.style == NumberStyle::none) {
        const std::string fixed = own.prefix + own.suffix;
        return fixed.empty() ? fixed : fixed + " ";
    }
    std::string label;
    for (std::size_t i = level + 1 - std::min(own.shown, level + 1); i <= level; ++i) {
        const Level& each = levels.at(i);
        if (each.style != NumberStyle::none) {
            label += label.empty() ? "" : ".";
            label += number_text(counts.at(i).value_or(each.start), each.style);
        }
    }
    return own.prefix + label + own.suffix + " ";
}

} // namespace sotto::extract
