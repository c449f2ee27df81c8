#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// A text whose lines cannot be taken for those of a speaker.
struct QuotedText {
    std::string text;
    std::vector<std::size_t> offsets; ///< the given ones, in the new text
};

/// For chats in which only the beginning of a line says who speaks: puts "> " before each line of
/// `text` but the first that begins as one of a speaker does: "User:", "Assistant:", "System:", in
/// any case, with blanks or emphasis around it. `offsets`: ascending, at most the text's size.
[[nodiscard]] QuotedText quote_speakers(std::string_view text,
                                        std::span<const std::size_t> offsets = {});

} // namespace sotto
