#pragma once

#include "core/ids.h"

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sotto::inference {

/// Where an added token is found and what it takes along. Source: the format of tokenizer.json.
struct TokenRules {
    bool lstrip = false;      ///< white space on the left becomes part of it
    bool rstrip = false;      ///< white space on the right becomes part of it
    bool single_word = false; ///< not beside a letter, digit or underscore
};

/// Special tokens such as "<|eot|>" by their text, and a search for them in text.
class SpecialTokens {
public:
    /// Returns false, and adds nothing, when the spelling is empty or taken.
    [[nodiscard]] bool add(std::string_view spelling, TokenId id, TokenRules rules = {});

    [[nodiscard]] std::optional<TokenId> find(std::string_view spelling) const;

    /// The rules of a token that is among these.
    [[nodiscard]] TokenRules rules(TokenId id) const;

    struct Match {
        std::size_t begin;
        std::size_t length;
        TokenId id;
    };
    /// The leftmost special token of `text` from `from` on; of those that begin there, the longest.
    [[nodiscard]] std::optional<Match> next(std::string_view text, std::size_t from = 0) const;

    [[nodiscard]] bool empty() const { return ids_.empty(); }

private:
    [[nodiscard]] std::optional<Match> at_place(std::string_view text, std::size_t at) const;
    [[nodiscard]] std::optional<Match> by_rules(Match match, std::string_view text,
                                                std::size_t from) const;

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void; // NOLINT(readability-identifier-naming): the library's name
    };
    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> ids_;
    std::unordered_map<TokenId, TokenRules> rules_; // of the tokens that have some
    std::string first_bytes_;                       // of the spellings, each once
    std::vector<std::size_t> lengths_;              // of the spellings, each once, longest first
};

/// Calls `on_text(text)` and `on_token(id, text)` for the parts of `text`, in order, until on_text
/// returns false. Empty parts are skipped. A token is one of any of `sets`. Returns whether all
/// parts were visited.
template <std::size_t Sets, class OnText, class OnToken>
bool for_each_part(const std::array<const SpecialTokens*, Sets>& sets, std::string_view text,
                   OnText on_text, OnToken on_token) {
    // The next match of each set; looked for again only behind it.
    std::array<std::optional<SpecialTokens::Match>, Sets> next;
    std::array<bool, Sets> is_known{};
    std::size_t at = 0;
    while (at < text.size()) {
        std::optional<SpecialTokens::Match> match;
        for (std::size_t i = 0; i < Sets; ++i) {
            if (!is_known[i] || (next[i] && next[i]->begin < at)) {
                next[i] = sets[i] == nullptr ? std::nullopt : sets[i]->next(text, at);
                is_known[i] = true;
            }
            const bool is_before =
                next[i] && (!match || next[i]->begin < match->begin ||
                            (next[i]->begin == match->begin && next[i]->length > match->length));
            match = is_before ? next[i] : match;
        }
        const std::size_t end = match ? match->begin : text.size();
        if (end > at && !on_text(text.substr(at, end - at))) {
            return false;
        }
        if (!match) {
            return true;
        }
        on_token(match->id, text.substr(match->begin, match->length));
        at = match->begin + match->length;
    }
    return true;
}

/// Whether a token that a file calls ordinary looks like a control token, e.g. "<start_of_turn>" or
/// "[INST]", and not like an HTML tag, which is ordinary text. User text never becomes such a
/// token.
[[nodiscard]] bool is_control_spelling(std::string_view spelling);

/// Whether it looks like a mark that models write, e.g. "<think>" or "</answer>": a tag that is not
/// one of HTML's. User text never becomes such a token either, but the model's answer shows it.
[[nodiscard]] bool is_mark_spelling(std::string_view spelling);

} // namespace sotto::inference
