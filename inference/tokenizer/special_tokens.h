#pragma once

#include "core/ids.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sotto::inference {

/// Special tokens such as "<|eot|>" by their text, and a search for them in text.
class SpecialTokens {
public:
    /// Returns false, and adds nothing, when the spelling is empty or taken.
    [[nodiscard]] bool add(std::string_view spelling, TokenId id);

    [[nodiscard]] std::optional<TokenId> find(std::string_view spelling) const;

    struct Match {
        std::size_t begin;
        std::size_t length;
        TokenId id;
    };
    /// The leftmost special token in `text`; of those that begin there, the longest.
    [[nodiscard]] std::optional<Match> next(std::string_view text) const;

    [[nodiscard]] bool empty() const { return ids_.empty(); }

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void; // NOLINT(readability-identifier-naming): the library's name
    };
    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> ids_;
    std::string first_bytes_;          // of the spellings, each once
    std::vector<std::size_t> lengths_; // of the spellings, each once, longest first
};

/// Calls `on_text(text)` and `on_token(id, text)` for the parts of `text`, in order, until on_text
/// returns false. Empty parts are skipped. Returns whether all parts were visited.
template <class OnText, class OnToken>
bool for_each_part(const SpecialTokens& special, std::string_view text, OnText on_text,
                   OnToken on_token) {
    while (!text.empty()) {
        const auto match = special.next(text);
        if (const auto before = text.substr(0, match ? match->begin : text.size());
            !before.empty() && !on_text(before)) {
            return false;
        }
        if (!match) {
            return true;
        }
        on_token(match->id, text.substr(match->begin, match->length));
        text.remove_prefix(match->begin + match->length);
    }
    return true;
}

/// Whether a token that a file calls ordinary looks like a control token, e.g. "<start_of_turn>" or
/// "[INST]", and not like an HTML tag, which is ordinary text. User text never becomes such a
/// token.
[[nodiscard]] bool is_control_spelling(std::string_view spelling);

} // namespace sotto::inference
