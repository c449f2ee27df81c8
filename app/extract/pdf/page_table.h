#pragma once

#include "app/extract/pdf/page_rows.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sotto::extract {

/// A table found on a page.
struct PlacedTable {
    std::vector<std::string> rows;  ///< cells separated by tabs
    std::vector<std::size_t> words; ///< the indices of its words
};

/// Tables whose cells are drawn with ruling lines.
[[nodiscard]] std::vector<PlacedTable> ruled_tables(const PageWords& page);

/// Tables whose cells are aligned, among the words (indices) in `chosen`: at least two columns, of
/// which at most one holds sentences, in rows that follow each other.
[[nodiscard]] std::vector<PlacedTable> aligned_tables(const PageWords& page,
                                                      const std::vector<std::size_t>& chosen);

} // namespace sotto::extract
