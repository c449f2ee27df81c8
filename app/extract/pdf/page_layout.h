#pragma once

#include "app/extract/text/page_text.h"

#include <vector>

namespace sotto::extract {

/// The lines of a page in reading order: numbers in the margin stand in front of their lines,
/// tables are rows.
[[nodiscard]] std::vector<PageLine> lay_out(PageWords page);

} // namespace sotto::extract
