#pragma once

#include "app/extract/markup/xml.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::extract {

/// An element of a formula, or a text within one, from whatever tree it comes.
struct MathNode {
    std::string name; ///< without its prefix, in lower case; empty for a text
    std::string text; ///< of a text
    std::vector<std::pair<std::string, std::string>> attributes;
    std::vector<MathNode> children;

    /// The value of an attribute; empty when it is missing.
    [[nodiscard]] std::string_view attribute(std::string_view key) const;
    /// All text below the node.
    [[nodiscard]] std::string all_text() const;
};

/// The deepest formula that is read; what lies deeper is left out. Formulas are walked recursively.
inline constexpr int kDeepestFormula = 200;

/// A formula on one line, in the forms of formula.h: "E=mc²", "(a+b)/2", "∑_(i=1)^n x_i". What a
/// formula says twice (an annotation in TeX) is written once: its presentation, else its
/// annotation. Empty when it says nothing. Source: W3C, MathML 3, chapters 3 to 5.
[[nodiscard]] std::string mathml_text(const MathNode& formula);

/// The same for an element of an XML document.
[[nodiscard]] std::string mathml_text(XmlNode formula);

/// TeX without the frame that Wikipedia puts around it: "x^2" for "{\displaystyle x^2}".
[[nodiscard]] std::string plain_tex(std::string_view tex);

} // namespace sotto::extract
