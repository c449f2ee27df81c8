#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether UTF-8 text has letters of Hebrew, Arabic or another script written from right to left.
[[nodiscard]] bool has_right_to_left(std::string_view text);

/// A line as it is seen, from left to right, in the order in which it is read, with the letters of
/// the alphabet for the shapes that they take in words. Source: Unicode Standard Annex 9.
[[nodiscard]] std::string logical_order(std::string_view line);

} // namespace sotto::extract
