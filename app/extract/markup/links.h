#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// A link with its escapes decoded: "a b" for "a%20b". Other percent signs stay.
[[nodiscard]] std::string percent_decoded(std::string_view link);

} // namespace sotto::extract
