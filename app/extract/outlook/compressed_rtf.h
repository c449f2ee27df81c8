#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// The RTF in the compressed form in which Outlook stores it, up to the first damage; at most
/// kLargestFile bytes. Source: [MS-OXRTFCP].
[[nodiscard]] std::string decompress_rtf(std::string_view bytes);

} // namespace sotto::extract
