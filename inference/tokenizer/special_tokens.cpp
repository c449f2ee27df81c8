#include "inference/tokenizer/special_tokens.h"

#include <algorithm>

namespace sotto::inference {

bool SpecialTokens::add(std::string_view spelling, TokenId id) {
    if (spelling.empty() || !ids_.try_emplace(std::string(spelling), id).second) {
        return false;
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

std::optional<SpecialTokens::Match> SpecialTokens::next(std::string_view text) const {
    std::size_t at = text.find_first_of(first_bytes_);
    while (at != std::string_view::npos) {
        for (const std::size_t length : lengths_) {
            if (length > text.size() - at) {
                continue;
            }
            if (const auto id = find(text.substr(at, length))) {
                return Match{at, length, *id};
            }
        }
        at = text.find_first_of(first_bytes_, at + 1);
    }
    return std::nullopt;
}

bool is_control_spelling(std::string_view spelling) {
    const auto is_between = [spelling](char open, char close) {
        return spelling.size() > 2 && spelling.front() == open && spelling.back() == close;
    };
    if (is_between('[', ']')) {
        return true;
    }
    if (!is_between('<', '>')) {
        return false;
    }
    std::string_view name = spelling.substr(1, spelling.size() - 2);
    name.remove_prefix(name.size() > 1 && name.front() == '/' ? 1 : 0);
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const bool is_heading = name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
    return !is_heading && !std::ranges::all_of(name, is_letter);
}

} // namespace sotto::inference
