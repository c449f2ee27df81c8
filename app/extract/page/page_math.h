#pragma once

#include "app/extract/markup/html_tree.h"

#include <optional>
#include <string>

namespace sotto::extract {

/// A formula of a page as text.
struct PageFormula {
    std::string text;
    bool is_displayed = false; ///< on a line of its own
};

/// The formula that an element is: <math>, a script in TeX or MathML, or what MathJax, KaTeX or
/// Wikipedia draw, who write it two or three times. Nothing for other elements; an empty text where
/// another element beside it says the same.
[[nodiscard]] std::optional<PageFormula> formula_of(const GumboNode* node);

} // namespace sotto::extract
