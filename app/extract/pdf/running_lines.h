#pragma once

#include "app/extract/text/page_text.h"

#include <vector>

namespace sotto::extract {

/// The lines of a page.
struct PageLines {
    std::vector<PageLine> lines; ///< in reading order
    double height = 0;           ///< of the page, in points
};

/// Removes headers and footers: lines at the top or bottom that stand at the same place on most
/// pages and differ at most in a number. The first of each stays unless it is a page number. Fewer
/// than three pages are left as they are.
void remove_running_lines(std::vector<PageLines>& pages);

} // namespace sotto::extract
