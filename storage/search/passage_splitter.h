#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// A passage has from kMinPassageCharacters to kMaxPassageCharacters characters; the last may have
/// fewer.
inline constexpr std::size_t kMinPassageCharacters = 300;
inline constexpr std::size_t kMaxPassageCharacters = 1200;

/// A range of a text. Passages follow each other without a gap.
struct PassageRange {
    std::size_t first_byte = 0;
    std::size_t bytes = 0;
    std::int64_t position = 0; ///< Unicode code points of the text before it

    friend bool operator==(const PassageRange&, const PassageRange&) = default;
};

/// Splits a text into passages of about a paragraph. A passage ends at the first empty line beyond
/// its minimum length; without one, at the last end of a sentence, line or word before its maximum.
/// An empty text has no passages. The text may hold any bytes.
[[nodiscard]] std::vector<PassageRange> split_into_passages(std::string_view text);

} // namespace sotto::storage
