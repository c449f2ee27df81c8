#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sotto::storage {

/// The word that is stored for an enumerator. `words`: one for each enumerator, in their order.
template <class Enum, std::size_t N>
std::string_view to_string(const std::array<std::string_view, N>& words, Enum value) {
    return words.at(static_cast<std::size_t>(value));
}

/// The enumerator for a stored word; nothing for an unknown word.
template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& words, std::string_view word) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

} // namespace sotto::storage
