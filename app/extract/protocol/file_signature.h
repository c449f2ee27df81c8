#pragma once

#include <string_view>

namespace sotto::extract {

/// The type of a file that is not plain text, from its first bytes, in words for a person ("a PDF
/// document"); empty when they are not a known signature.
[[nodiscard]] std::string_view signature_type(std::string_view bytes);

/// The same for pictures whose text can be recognized (PNG, JPEG, TIFF, WebP).
[[nodiscard]] std::string_view picture_type(std::string_view bytes);

} // namespace sotto::extract
