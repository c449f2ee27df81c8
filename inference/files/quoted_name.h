#pragma once

#include <string>
#include <string_view>

namespace sotto::inference {

/// A name that a file claims, in double quotes, as it may stand in a sentence: at most 80
/// characters, and whatever is not printable ASCII shown as '?', because the file may be hostile to
/// the terminal.
[[nodiscard]] std::string quoted_name(std::string_view name);

} // namespace sotto::inference
