#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// A link with its escapes decoded: "a b" for "a%20b". Other percent signs stay.
[[nodiscard]] std::string percent_decoded(std::string_view link);

/// The address in the instruction of a field, HYPERLINK "https://…"; empty for other fields, and
/// for a link within the document. Source: ECMA-376, part 1, section 17.16.5.25.
[[nodiscard]] std::string hyperlink_in(std::string_view instruction);

} // namespace sotto::extract
