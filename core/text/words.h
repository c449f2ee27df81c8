#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// A word of a text, folded for comparison: lower case, without accents (Latin, Greek and
/// Cyrillic), numbers without thousands separators. Each Chinese or Japanese character is a word.
struct Word {
    std::string folded;
    std::size_t begin = 0;   ///< byte in the text
    std::size_t end = 0;     ///< byte behind it
    std::size_t letters = 0; ///< code points of `folded`
    bool has_digit = false;
    bool is_ideograph = false;
};

/// The words of a text, in order. Invalid UTF-8 separates words. Linear time.
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

} // namespace sotto
