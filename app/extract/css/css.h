#pragma once

#include "app/extract/css/css_values.h"
#include "app/extract/text/list_number.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sotto::extract {

/// How an element lies among others.
enum class Display : std::uint8_t { none, block, other };

/// What a list of declarations says of whether and how text is seen; nothing of the rest.
struct Declarations {
    std::optional<Display> display;
    std::optional<bool> is_invisible;   ///< visibility
    std::optional<bool> is_transparent; ///< opacity
    std::optional<bool> is_tiny;        ///< a letter is at most a pixel high
    std::optional<bool> is_clipped;     ///< clip, clip-path
    std::optional<bool> hides_overflow;
    std::optional<Paint> color;
    std::optional<Paint> background;
    std::optional<ListNumbering> list;
    // A bit for each property that could move text off the page, or leave it no room.
    std::uint8_t said_positions = 0;
    std::uint8_t far_positions = 0;
    std::uint8_t said_sizes = 0;
    std::uint8_t no_sizes = 0;

    /// What `later` says, too, takes its place.
    void merge(const Declarations& later);
    /// Whether it takes the text of an element and all below it out of sight.
    [[nodiscard]] bool hides() const;
};

struct StyleBlock {
    Declarations normal;
    Declarations important; ///< those with !important
};

/// A list of declarations: "display: none; color: white". What is not understood is left out.
/// Source: W3C, CSS 2.2, sections 9 to 11, 14 and 15.
[[nodiscard]] StyleBlock parse_declarations(std::string_view css);

/// The numbering that a list style names, in lower case: "lower-alpha"; nothing for other words.
[[nodiscard]] std::optional<ListNumbering> numbering_named(std::string_view name);

} // namespace sotto::extract
