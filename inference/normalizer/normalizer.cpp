#include "inference/normalizer/normalizer.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

namespace sotto::inference {

namespace {

using Parts = std::vector<std::string>;

/// Whether a part was changed.
using Changed = bool;

Changed replace_all(std::string& part, const Normalizer::Replace& step) {
    if (step.from.empty() || !part.contains(step.from)) {
        return false;
    }
    std::string made;
    std::size_t at = 0;
    for (std::size_t found = part.find(step.from); found != std::string::npos;
         found = part.find(step.from, at)) {
        made.append(part, at, found - at).append(step.to);
        at = found + step.from.size();
    }
    made.append(part, at);
    part = std::move(made);
    return true;
}

Changed take(std::string& part, std::optional<std::string> made) {
    if (made) {
        part = *std::move(made);
    }
    return made.has_value();
}

struct Apply {
    Parts& parts;

    template <class Change>
    Changed each(Change change) {
        Changed changed = false;
        for (std::string& part : parts) {
            changed = change(part) || changed;
        }
        return changed;
    }

    Changed operator()(UnicodeForm form) {
        return each([form](std::string& part) { return take(part, to_form(part, form)); });
    }
    Changed operator()(Normalizer::LowerCase) {
        return each([](std::string& part) { return take(part, to_lower_case(part)); });
    }
    Changed operator()(const Normalizer::Replace& step) {
        return each([&step](std::string& part) { return replace_all(part, step); });
    }
    Changed operator()(const Normalizer::Prepend& step) {
        const auto first = std::ranges::find_if_not(parts, &std::string::empty);
        if (first == parts.end() || (step.unless_there && first->starts_with(step.text))) {
            return false;
        }
        first->insert(0, step.text);
        return true;
    }
    Changed operator()(const Normalizer::Strip& step) {
        Changed changed = false;
        for (std::string& part : parts) {
            const std::size_t space = step.left ? leading_space(part) : 0;
            part.erase(0, space);
            changed = changed || space > 0;
            if (!part.empty()) {
                break;
            }
        }
        for (std::string& part : parts | std::views::reverse) {
            const std::size_t space = step.right ? trailing_space(part) : 0;
            part.resize(part.size() - space);
            changed = changed || space > 0;
            if (!part.empty()) {
                break;
            }
        }
        return changed;
    }
};

} // namespace

std::size_t NormalizedText::original_offset(std::size_t made) const {
    const auto after = std::ranges::upper_bound(borders, made, {}, &Border::made);
    const Border& before = *std::prev(after);
    // What became shorter or longer must not move a token past the next border.
    const std::size_t last = after == borders.end()
                                 ? before.original
                                 : std::max(before.original + 1, after->original) - 1;
    return std::min(before.original + (made - before.made), last);
}

std::optional<NormalizedText> Normalizer::apply(std::string_view text,
                                                std::span<const std::size_t> offsets) const {
    if (steps_.empty()) {
        return std::nullopt;
    }
    std::vector<std::size_t> ends;
    for (const std::size_t offset : offsets) {
        if (offset > (ends.empty() ? 0 : ends.back()) && offset < text.size()) {
            ends.push_back(offset);
        }
    }
    ends.push_back(text.size());
    Parts parts;
    for (std::size_t begin = 0; const std::size_t end : ends) {
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end;
    }
    Changed changed = false;
    for (const Step& step : steps_) {
        changed = std::visit(Apply{parts}, step) || changed;
    }
    if (!changed) {
        return std::nullopt;
    }
    NormalizedText result;
    result.borders.emplace_back();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        result.text += parts[i];
        result.borders.push_back({result.text.size(), ends[i]});
    }
    return result;
}

} // namespace sotto::inference
