#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// What is said of a document when parts of it that nobody sees were not read.
inline constexpr const char* kHiddenText = "Hidden text was left out.";
inline constexpr const char* kHiddenSheets = "Hidden sheets were left out.";
inline constexpr const char* kHiddenSlides = "Hidden slides were left out.";
inline constexpr const char* kHiddenCells = "Hidden rows and columns were left out.";
inline constexpr const char* kDeletions = "Tracked deletions were left out.";

/// The same of a part that is damaged or missing. `name`: its position, such as "slide 3".
[[nodiscard]] std::string unreadable_part(std::string_view name);

/// A colour, 0xRRGGBB; nothing where it is not known.
using Color = std::optional<std::uint32_t>;
inline constexpr std::uint32_t kWhite = 0xFFFFFF;

/// A colour of six hexadecimal digits, after "#" or an opacity or neither.
[[nodiscard]] Color parse_color(std::string_view text);

/// Whether text of one colour cannot be seen on another: both are known and (nearly) the same.
[[nodiscard]] bool are_alike(Color text, Color fill);

} // namespace sotto::extract
