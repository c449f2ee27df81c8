#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// A text of a workbook or a drawing as it is meant: "_x000D_" is a carriage return, "_x005F_" an
/// underscore that protects what follows. Source: ECMA-376, part 1, section 22.9.2.19 (ST_Xstring).
[[nodiscard]] std::string unescaped(std::string_view text);

} // namespace sotto::extract
