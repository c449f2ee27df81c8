#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// The words of a form of XML or HTML that its reader looks for.
struct MarkupWords {
    std::span<const std::string_view> elements;   ///< names, with their prefix
    std::span<const std::string_view> attributes; ///< whole: name='value'
};

/// `text` with tags and the texts between them rearranged, with elements written by chance from
/// `words`, with other names and attributes, with elements within elements, or with any byte
/// changed. At most `max_bytes`.
[[nodiscard]] std::string mutate_markup(std::string_view text, std::size_t max_bytes,
                                        const MarkupWords& words, Mutation& mutation);

} // namespace sotto::fuzz
