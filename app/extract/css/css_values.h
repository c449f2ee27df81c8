#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sotto::extract {

/// A colour as a page states it.
struct Paint {
    enum class Kind : std::uint8_t {
        colour,
        transparent,
        unknown, ///< a picture, a name or function that is not known here
    };
    Kind kind = Kind::unknown;
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(const Paint&, const Paint&) = default;
};

inline constexpr Paint kWhitePaint{Paint::Kind::colour, 255, 255, 255};

/// Whether nobody could tell two colours apart.
[[nodiscard]] bool look_alike(const Paint& a, const Paint& b);

/// A colour of CSS or of an attribute of HTML, in lower case: "white", "#fff", "rgb(255, 255,
/// 255)", "ffffff". Names are known for white, black and what looks like white.
[[nodiscard]] Paint parse_paint(std::string_view value);

/// A length: "-9999px", "0", "1em".
struct Length {
    double number = 0;
    std::string_view unit; ///< "px", "%"; empty for a mere number
};

/// The length that `value`, in lower case, begins with; nothing when it begins with none.
[[nodiscard]] std::optional<Length> parse_length(std::string_view value);

/// Whether a length is at most one pixel, in a unit that says so.
[[nodiscard]] bool is_at_most_a_pixel(const Length& length);

/// Whether a position is beyond any screen.
[[nodiscard]] bool is_far_away(const Length& length);

} // namespace sotto::extract
