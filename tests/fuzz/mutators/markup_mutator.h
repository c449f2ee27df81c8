#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// The names that a parser of this XML or HTML dialect knows.
struct MarkupWords {
    std::span<const std::string_view> elements;   ///< names, with their prefix
    std::span<const std::string_view> attributes; ///< as name='value'
};

/// `text` with tags and texts rearranged, with random elements made of `words`, with other names
/// and attributes, with nested elements, or with any byte changed. At most `max_bytes`.
[[nodiscard]] std::string mutate_markup(std::string_view text, std::size_t max_bytes,
                                        const MarkupWords& words, Mutation& mutation);

} // namespace sotto::fuzz
