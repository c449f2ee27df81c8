#pragma once

#include <string>
#include <string_view>

namespace sotto::inference {

/// A name from an untrusted file, in double quotes for an error message: at most 80 characters, and
/// '?' for whatever is not printable ASCII, because it may hold terminal escapes.
[[nodiscard]] std::string quoted_name(std::string_view name);

} // namespace sotto::inference
