#include "app/extract/pdf/page_table.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace sotto::extract {

namespace {

constexpr double kAligned = 3;    // points between the edges of cells that are aligned
constexpr double kRowGap = 2.2;   // line heights of empty paper between two rows
constexpr double kSentence = 3.5; // words in an average line of a column of sentences
constexpr double kFilled = 0.6;   // of the column, by an average line of sentences
constexpr double kMinAligned = 0.7;
constexpr double kMinFilled = 0.4;
constexpr double kMinStrip = 0.5; // of the height of a line, between columns
constexpr std::ptrdiff_t kMinRows = 3;
constexpr std::size_t kMaxColumns = 40;
constexpr std::size_t kMaxRows = 500;  // of one table on one page
constexpr std::size_t kMaxTries = 500; // places on a page at which a table may begin
constexpr double kSameCell = 0.4;      // line heights of empty paper between two lines of a cell
constexpr double kContinued = 0.3;     // line heights less than usual above a second line of a cell
constexpr double kCellPadding = 12;    // points

struct Column {
    Extent along;
    std::vector<const Segment*> cells;
};

double gap_between(const PageRow& above, const PageRow& below) {
    return below.across.begin - above.across.end;
}

bool is_near(const PageRow& above, const PageRow& below) {
    return gap_between(above, below) < kRowGap * std::max(above.height, below.height);
}

// Columns are what overlaps in the rows with the most cells.
std::vector<Column> columns_of(std::span<const PageRow> rows, std::size_t cells) {
    std::vector<Column> columns;
    for (const PageRow& row : rows) {
        if (row.segments.size() != cells) {
            continue;
        }
        for (const Segment& segment : row.segments) {
            Column joined{segment.along, {&segment}};
            std::erase_if(columns, [&joined](const Column& column) {
                if (common_length(column.along, joined.along) <= 0) {
                    return false;
                }
                joined.along = {std::min(column.along.begin, joined.along.begin),
                                std::max(column.along.end, joined.along.end)};
                joined.cells.insert(joined.cells.end(), column.cells.begin(), column.cells.end());
                return true;
            });
            columns.push_back(std::move(joined));
        }
    }
    std::ranges::sort(columns, {}, [](const Column& column) { return column.along.begin; });
    return columns;
}

// Whether most cells begin, end or have their middle at one place.
bool is_aligned(const Column& column) {
    const auto is_common = [&column](auto place) {
        std::vector<double> places;
        for (const Segment* cell : column.cells) {
            places.push_back(place(cell->along));
        }
        std::ranges::nth_element(places,
                                 places.begin() + static_cast<std::ptrdiff_t>(places.size() / 2));
        const double median = places[places.size() / 2];
        const auto agreeing = std::ranges::count_if(
            places, [median](double value) { return std::abs(value - median) < kAligned; });
        return static_cast<double>(agreeing) >= kMinAligned * static_cast<double>(places.size());
    };
    return is_common([](const Extent& cell) { return cell.begin; }) ||
           is_common([](const Extent& cell) { return cell.end; }) ||
           is_common([](const Extent& cell) { return cell.middle(); });
}

// Whether its cells look like lines of running text.
bool has_sentences(const Column& column) {
    double words = 0;
    double filled = 0;
    for (const Segment* cell : column.cells) {
        words += static_cast<double>(cell->words.size());
        filled += cell->along.length();
    }
    const auto count = static_cast<double>(column.cells.size());
    return words / count >= kSentence && filled / count >= kFilled * column.along.length();
}

bool has_markers_only(const Column& column) {
    return std::ranges::all_of(column.cells, &Segment::is_marker);
}

// The column a segment belongs to; nothing when it lies across several, or in none.
std::optional<std::size_t> column_of(const std::vector<Column>& columns, const Segment& segment) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (common_length(columns[i].along, segment.along) > 0) {
            if (found) {
                return std::nullopt;
            }
            found = i;
        }
    }
    return found;
}

// Some rows that follow each other, as a table.
class Candidate {
public:
    Candidate(const PageWords& page, std::span<const PageRow> rows) : page_(page), rows_(rows) {
        std::vector<std::size_t> counts;
        for (const PageRow& row : rows) {
            counts.push_back(row.segments.size());
        }
        // The most cells that two rows have.
        std::ranges::sort(counts, std::greater());
        cells_ = counts.size() > 1 ? counts[1] : 0;
        columns_ = columns_of(rows, cells_);
    }

    [[nodiscard]] bool is_table() const {
        if (cells_ < 2 || columns_.size() < 2 || columns_.size() < cells_ ||
            columns_.size() > kMaxColumns || !is_filled() || !are_apart()) {
            return false;
        }
        const auto sentences = std::ranges::count_if(columns_, &has_sentences);
        const auto markers = std::ranges::count_if(columns_, &has_markers_only);
        const auto columns = static_cast<std::ptrdiff_t>(columns_.size());
        return sentences < 2 && columns - markers >= 2 &&
               std::ranges::all_of(columns_, &is_aligned);
    }

    [[nodiscard]] PlacedTable read() const {
        PlacedTable table;
        std::vector<std::vector<std::size_t>> cells;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (!continues(i)) {
                add_row(cells, table);
                cells.assign(columns_.size(), {});
            }
            for (const Segment& segment : rows_[i].segments) {
                const std::size_t column =
                    column_of(columns_, segment).value_or(nearest_column(segment));
                cells[column].insert(cells[column].end(), segment.words.begin(),
                                     segment.words.end());
            }
        }
        add_row(cells, table);
        return table;
    }

private:
    // Whether there is an empty strip between columns.
    [[nodiscard]] bool are_apart() const {
        return std::ranges::adjacent_find(
                   columns_, [this](const Column& left, const Column& right) {
                       return right.along.begin - left.along.end < kMinStrip * rows_[0].height;
                   }) == columns_.end();
    }

    // Whether enough rows have all cells.
    [[nodiscard]] bool is_filled() const {
        const auto full = std::ranges::count_if(
            rows_, [this](const PageRow& row) { return row.segments.size() >= cells_; });
        return full >= kMinRows &&
               static_cast<double>(full) >= kMinFilled * static_cast<double>(rows_.size());
    }

    [[nodiscard]] std::size_t nearest_column(const Segment& segment) const {
        const auto distance = [&segment](const Column& column) {
            return std::abs(column.along.begin - segment.along.begin);
        };
        return static_cast<std::size_t>(std::ranges::min_element(columns_, {}, distance) -
                                        columns_.begin());
    }

    // Whether a row is the second line of cells of the row above it: it has fewer cells, and is
    // nearer than rows are, or none of its cells would have had room above.
    [[nodiscard]] bool continues(std::size_t i) const {
        if (i == 0 || rows_[i].segments.size() >= cells_) {
            return false;
        }
        const double usual = usual_gap();
        const double here = gap_between(rows_[i - 1], rows_[i]);
        return here < usual - kContinued * rows_[i].height ||
               (here < usual + kSameCell * rows_[i].height &&
                std::ranges::all_of(
                    rows_[i].segments,
                    [this, i](const Segment& segment) { return is_wrapped(i - 1, segment); }));
    }

    // The median gap above rows that have all cells.
    [[nodiscard]] double usual_gap() const {
        std::vector<double> gaps;
        for (std::size_t j = 1; j < rows_.size(); ++j) {
            if (rows_[j].segments.size() == cells_) {
                gaps.push_back(gap_between(rows_[j - 1], rows_[j]));
            }
        }
        if (gaps.empty()) {
            return 0;
        }
        std::ranges::nth_element(gaps, gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2));
        return gaps[gaps.size() / 2];
    }

    // Whether the first word of a segment had no room behind the cell above it.
    [[nodiscard]] bool is_wrapped(std::size_t above, const Segment& segment) const {
        const auto column = column_of(columns_, segment);
        if (!column) {
            return false;
        }
        const double limit = *column + 1 < columns_.size() ? columns_[*column + 1].along.begin
                                                           : columns_[*column].along.end;
        const double needed = page_.words[segment.words.front()].along.length();
        return std::ranges::any_of(rows_[above].segments, [&](const Segment& cell) {
            return column_of(columns_, cell) == column &&
                   cell.along.end + needed + kCellPadding > limit;
        });
    }

    void add_row(const std::vector<std::vector<std::size_t>>& cells, PlacedTable& table) const {
        if (cells.empty()) {
            return;
        }
        std::string line;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            line += column > 0 ? "\t" : "";
            line += text_on_one_line(page_.words, cells[column]);
            table.words.insert(table.words.end(), cells[column].begin(), cells[column].end());
        }
        table.rows.push_back(std::move(line));
    }

    const PageWords& page_;
    std::span<const PageRow> rows_;
    std::size_t cells_ = 0;
    std::vector<Column> columns_;
};

// Whether a row with one segment may be the second line of a cell of the rows above it, which begin
// at `first`: it is not in the first column, or it is close to the line above and within the
// column.
bool may_continue(std::span<const PageRow> rows, std::size_t first, std::size_t row) {
    const Extent& along = rows[row].segments.front().along;
    double second = rows[first].segments[1].along.begin;
    for (std::size_t i = first; i < row; ++i) {
        if (rows[i].segments.size() > 1) {
            second = std::min(second, rows[i].segments[1].along.begin);
        }
    }
    return along.begin > second - kAligned ||
           (along.end < second &&
            gap_between(rows[row - 1], rows[row]) < kSameCell * rows[row].height);
}

// Where the rows end that may be a table beginning at `first`: rows of at least two segments, and
// second lines of their cells.
std::size_t end_of_table(const std::vector<PageRow>& rows, std::size_t first) {
    std::size_t end = first + 1;
    while (end < rows.size() && is_near(rows[end - 1], rows[end]) &&
           (rows[end].segments.size() > 1 || may_continue(rows, first, end))) {
        ++end;
    }
    while (end > first + 1 && rows[end - 1].segments.size() < 2 &&
           gap_between(rows[end - 2], rows[end - 1]) > rows[end - 1].height) {
        --end;
    }
    return end;
}

} // namespace

std::vector<PlacedTable> aligned_tables(const PageWords& page,
                                        const std::vector<std::size_t>& chosen) {
    std::vector<PlacedTable> tables;
    const std::vector<PageRow> rows = rows_of(page.words, chosen);
    std::size_t tries = 0;
    for (std::size_t first = 0; first < rows.size() && tries < kMaxTries;) {
        if (rows[first].segments.size() < 2) {
            ++first;
            continue;
        }
        ++tries;
        const std::size_t end = std::min(end_of_table(rows, first), first + kMaxRows);
        const Candidate candidate(page, std::span(rows).subspan(first, end - first));
        if (candidate.is_table()) {
            tables.push_back(candidate.read());
            first = end;
        } else {
            ++first;
        }
    }
    return tables;
}

} // namespace sotto::extract
