#pragma once

#include "app/extract/markup/xml.h"

#include <string>

namespace sotto::extract {

/// A formula of Office Open XML ("oMath", "oMathPara", or anything within) on one line:
/// "(a+b)/2", "√(x+1)", "∑_(i=1)^n i". Hidden and deleted parts are left out.
/// Source: ECMA-376, part 1, section 22.1 (Office Math Markup Language).
[[nodiscard]] std::string math_text(XmlNode formula);

} // namespace sotto::extract
