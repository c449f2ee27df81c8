#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// Cuts UTF-8 text into consecutive parts of at most `max_bytes` (at least 8) and of about the
/// same size; together they are the text. Cut where it hurts least: between paragraphs, else lines,
/// else sentences, else words, else characters. Linear time. The parts point into the text.
[[nodiscard]] std::vector<std::string_view> cut_text(std::string_view text, std::size_t max_bytes);

} // namespace sotto
