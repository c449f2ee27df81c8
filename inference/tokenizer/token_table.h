#pragma once

#include "core/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The tokens of a byte-pair vocabulary: id to bytes, and bytes to id. Ids may have gaps.
class TokenTable {
public:
    /// Limit for ids, far above published vocabularies. It bounds the memory that a file with a
    /// huge id can claim.
    static constexpr TokenId kMaxTokens = 1 << 20;

    /// Makes room for `tokens` tokens with `bytes` bytes in total.
    void reserve(std::size_t tokens, std::size_t bytes);

    /// Adds a token. Returns false, and adds nothing, when `id` is outside [0, kMaxTokens) or
    /// taken, or when `bytes` is empty.
    [[nodiscard]] bool add(TokenId id, std::string_view bytes);

    /// Indexes every token added so far by its bytes, except those for which `is_hidden` returns
    /// true. Returns false when two tokens have the same bytes.
    template <class IsHidden>
    [[nodiscard]] bool index(IsHidden is_hidden) {
        start_index();
        for (TokenId id = 0; id < size(); ++id) {
            if (!bytes(id).empty() && !is_hidden(id) && !insert(id)) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] std::optional<TokenId> find(std::string_view bytes) const;

    /// The bytes of a token; empty for an unknown id.
    [[nodiscard]] std::string_view bytes(TokenId id) const;

    /// One more than the highest id.
    [[nodiscard]] TokenId size() const { return static_cast<TokenId>(spans_.size()); }

private:
    struct Span {
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
    };
    /// `id` -1 = free. The stored hash avoids most comparisons of bytes.
    struct Slot {
        std::uint32_t hash = 0;
        TokenId id = -1;
    };

    void start_index();
    bool insert(TokenId id);

    std::string bytes_;
    std::vector<Span> spans_;
    std::vector<Slot> slots_; // a power of two, at most half full
};

} // namespace sotto::inference
