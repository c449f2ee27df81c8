#pragma once

#include "app/extract/pdf/page_rows.h"

#include <cstddef>
#include <vector>

namespace sotto::extract {

/// The columns of running text of a page: where the empty strips between them are.
class PageColumns {
public:
    /// Finds them among the words of a page.
    explicit PageColumns(const std::vector<PlacedWord>& words);

    /// Whether there is more than one.
    [[nodiscard]] bool are_several() const { return !gutters_.empty(); }

    /// `words` column by column, if there are several; what stands across columns comes between
    /// what is above and below it. Words that are rotated come last.
    [[nodiscard]] std::vector<PlacedWord> in_reading_order(std::vector<PlacedWord> words) const;

    /// `chosen` words (indices) that can form tables with each other: those of each column, and
    /// those of lines across columns.
    [[nodiscard]] std::vector<std::vector<std::size_t>>
    regions(const std::vector<PlacedWord>& words, const std::vector<std::size_t>& chosen) const;

private:
    [[nodiscard]] std::size_t across() const { return gutters_.size() + 1; }
    [[nodiscard]] std::size_t column_of(const Extent& along) const;

    std::vector<double> gutters_; ///< the middles of the strips, from left to right
};

} // namespace sotto::extract
