#pragma once

#include "app/extract/markup/xml.h"

#include <string>

namespace sotto::extract {

/// A formula of MathML on one line, in the forms of formula.h. What it says twice (an annotation)
/// is written once. Source: W3C, MathML 3, chapter 3.
[[nodiscard]] std::string mathml_text(XmlNode formula);

} // namespace sotto::extract
