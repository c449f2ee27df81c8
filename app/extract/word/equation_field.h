#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether the instruction of a field is an equation, which has no text beside it.
[[nodiscard]] bool is_equation_field(std::string_view instruction);

/// What such a field shows, on one line: "1/2" for "EQ \f(1,2)"; of a phonetic guide, as older
/// programs write it, the word and its reading in brackets.
/// Source: ECMA-376, part 4, section 14.11 (EQ fields).
[[nodiscard]] std::string equation_field_text(std::string_view instruction);

} // namespace sotto::extract
