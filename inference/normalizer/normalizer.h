#pragma once

#include "inference/normalizer/unicode_form.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto::inference {

/// A changed text, with the way back to offsets in the original.
struct NormalizedText {
    /// An offset that both texts have.
    struct Border {
        std::size_t made = 0;
        std::size_t original = 0;
    };
    std::string text;
    std::vector<Border> borders; ///< ascending; the first at 0, the last at the ends

    /// An offset in the original between the same borders. Precondition: `made` is in `text`.
    [[nodiscard]] std::size_t original_offset(std::size_t made) const;
};

/// The "normalizer" of a tokenizer.json: steps that change a text before it is split.
class Normalizer {
public:
    struct LowerCase {};
    /// Every occurrence of a text becomes another one.
    struct Replace {
        std::string from;
        std::string to;
    };
    /// A text before every other that is not empty.
    struct Prepend {
        std::string text;
        bool unless_there = false; ///< not before a text that begins with it
    };
    /// White space at the ends goes.
    struct Strip {
        bool left = true;
        bool right = true;
    };
    using Step = std::variant<UnicodeForm, LowerCase, Replace, Prepend, Strip>;

    void add(Step step) { steps_.push_back(std::move(step)); }
    [[nodiscard]] bool empty() const { return steps_.empty(); }

    /// The text after all steps; nothing when they change nothing. `offsets`: in the text,
    /// ascending; each becomes a border, and what is between two of them is normalized by itself.
    [[nodiscard]] std::optional<NormalizedText> apply(std::string_view text,
                                                      std::span<const std::size_t> offsets) const;

private:
    std::vector<Step> steps_;
};

} // namespace sotto::inference
