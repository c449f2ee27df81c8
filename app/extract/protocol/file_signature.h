#pragma once

#include <string_view>

namespace sotto::app {

/// What a file is whose first bytes say that it is not plain text, in words for a person ("a PDF
/// document"); empty when they do not say so.
[[nodiscard]] std::string_view name_signature(std::string_view bytes);

/// The same for pictures whose text can be recognized (PNG, JPEG, TIFF, WebP) alone.
[[nodiscard]] std::string_view name_picture(std::string_view bytes);

} // namespace sotto::app
