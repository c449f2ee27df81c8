#pragma once

#include <cstddef>
#include <string_view>

namespace sotto::ui {

/// How many bytes at the front of a Markdown text are finished blocks, which no text added at the
/// end can change. Link reference definitions count for the part they stand in only.
[[nodiscard]] std::size_t finished_length(std::string_view utf8);

} // namespace sotto::ui
