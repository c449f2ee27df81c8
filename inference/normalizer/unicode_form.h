#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The text in Unicode's normalization form C; nothing when it is in that form already, as most
/// texts are. Bytes that are not UTF-8 stay as they are.
[[nodiscard]] std::optional<std::string> to_nfc(std::string_view text);

/// A text in that form, with the way back to offsets in the original.
struct ComposedText {
    /// An offset that both texts have.
    struct Border {
        std::size_t composed = 0;
        std::size_t original = 0;
    };
    std::string text;
    std::vector<Border> borders; ///< ascending; the first at 0, the last at the ends

    /// An offset in the original between the same borders. Precondition: `composed` is in `text`.
    [[nodiscard]] std::size_t original_offset(std::size_t composed) const;
};

/// Composes a text that begins at `begin` of a longer one; nothing when it is in form C already.
/// Borders are at the `offsets` of the longer text that are in it, ascending.
[[nodiscard]] std::optional<ComposedText>
compose(std::string_view text, std::span<const std::size_t> offsets, std::size_t begin);

} // namespace sotto::inference
