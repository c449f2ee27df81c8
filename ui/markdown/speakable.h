#pragma once

#include "ui/markdown/markdown.h"

#include <QString>
#include <span>

namespace sotto::ui {

/// What a screen reader says for these blocks: plain text without marks, one line a block.
/// Headings, quotations and code are announced; a table is read row by row, each cell after its
/// heading; a link is read by its text.
[[nodiscard]] QString speakable_text(std::span<const MarkdownBlock> blocks);

} // namespace sotto::ui
