#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// Passages have at least this many characters, but for the last, and at most kMaxPassage.
inline constexpr std::size_t kMinPassage = 300;
inline constexpr std::size_t kMaxPassage = 1200;

/// A piece of a text. Passages follow each other without a gap.
struct PassageRange {
    std::size_t first_byte = 0;
    std::size_t bytes = 0;
    std::int64_t position = 0; ///< Unicode code points of the text before it

    friend bool operator==(const PassageRange&, const PassageRange&) = default;
};

/// Cuts a text into passages of about a paragraph: at the first empty line that leaves one long
/// enough, else at the last end of a sentence, line or word that leaves one short enough. No text
/// has no passage. Any bytes may stand in it.
[[nodiscard]] std::vector<PassageRange> cut_passages(std::string_view text);

/// Unicode code points; every byte that does not continue a character begins one.
[[nodiscard]] std::int64_t count_code_points(std::string_view text);

} // namespace sotto::storage
