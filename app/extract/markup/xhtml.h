#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// XHTML as an HTML parser understands it: "<title/>" becomes "<title></title>". HTML has no such
/// short form and would take what follows for the title. In UTF-8 or a set that contains ASCII.
[[nodiscard]] std::string with_end_tags(std::string_view xhtml);

} // namespace sotto::extract
