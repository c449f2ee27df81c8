#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// Cuts UTF-8 text into consecutive parts of about the same size, of at most `max_bytes` (at least
/// 8): between paragraphs if possible, else between lines, sentences, words or characters. Linear
/// time. The parts point into the text.
[[nodiscard]] std::vector<std::string_view> cut_text(std::string_view text, std::size_t max_bytes);

} // namespace sotto
