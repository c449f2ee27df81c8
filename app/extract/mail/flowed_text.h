#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether a space before a soft line end belongs to the text.
enum class SoftSpace : bool { kept, deleted };

/// Plain text of the kind format=flowed with its lines joined to paragraphs; quotations keep their
/// marks. Source: RFC 3676.
[[nodiscard]] std::string join_flowed(std::string_view text, SoftSpace space);

} // namespace sotto::extract
