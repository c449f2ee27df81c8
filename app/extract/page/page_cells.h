#pragma once

#include "app/extract/markup/html_tree.h"

namespace sotto::extract {

// Tables of values, and tables that lay out a page.

/// Whether a table says that it lays out a page, or has one cell only.
[[nodiscard]] bool is_layout_table(const GumboNode* table);

/// Whether a cell is a part of a page: it has a table in it, or preformatted lines, or is long.
[[nodiscard]] bool is_page_cell(const GumboNode* cell);

} // namespace sotto::extract
