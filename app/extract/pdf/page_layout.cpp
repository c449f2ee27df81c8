#include "app/extract/pdf/page_layout.h"

#include "app/extract/pdf/margin_numbers.h"
#include "app/extract/pdf/page_rows.h"
#include "app/extract/pdf/page_table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kNoTable = static_cast<std::size_t>(-1);
constexpr std::size_t kMinWords = 4; // in a line of running text
constexpr double kMinLines = 5;      // of text on each side of a gutter
constexpr double kMaxAcross = 0.3;   // lines across a gutter for each line beside it
constexpr double kGutter = 4;        // points, half the width of a gutter
constexpr std::size_t kMaxLines = 1'000;

// Lines of running text, whatever column they are in.
std::vector<Extent> lines_of_text(const std::vector<PageRow>& rows) {
    std::vector<Extent> lines;
    for (const PageRow& row : rows) {
        for (const Segment& segment : row.segments) {
            if (segment.words.size() >= kMinWords && lines.size() < kMaxLines) {
                lines.push_back(segment.along);
            }
        }
    }
    return lines;
}

// The middle of the empty strip between two columns of text.
std::optional<double> gutter_of(const std::vector<PageRow>& rows) {
    const std::vector<Extent> lines = lines_of_text(rows);
    std::optional<double> best;
    double most = 0;
    for (const Extent& line : lines) {
        const double x = line.end + kGutter;
        double left = 0;
        double right = 0;
        double across = 0;
        for (const Extent& other : lines) {
            (other.end < x ? left : other.begin > x ? right : across) += 1;
        }
        const double beside = std::min(left, right);
        if (beside >= kMinLines && beside > most && across < kMaxAcross * (left + right)) {
            most = beside;
            best = x;
        }
    }
    return best;
}

// Words (indices) that can form tables with each other: those left and right of a gutter, and those
// of lines across it.
std::vector<std::vector<std::size_t>>
regions_of(const PageWords& page, const std::vector<std::size_t>& chosen, int depth = 0) {
    constexpr int kMaxGutters = 3;
    const std::vector<PageRow> rows = rows_of(page.words, chosen);
    const auto gutter = depth < kMaxGutters ? gutter_of(rows) : std::nullopt;
    if (!gutter) {
        return {chosen};
    }
    std::vector<std::size_t> sides[3];
    for (const PageRow& row : rows) {
        for (const Segment& segment : row.segments) {
            auto& side = sides[segment.along.end < *gutter     ? 0
                               : segment.along.begin > *gutter ? 1
                                                               : 2];
            side.insert(side.end(), segment.words.begin(), segment.words.end());
        }
    }
    std::vector<std::vector<std::size_t>> regions{std::move(sides[2])};
    for (const auto& side : {sides[0], sides[1]}) {
        std::ranges::move(regions_of(page, side, depth + 1), std::back_inserter(regions));
    }
    return regions;
}

std::vector<PlacedTable> tables_of(const PageWords& page) {
    std::vector<PlacedTable> tables = ruled_tables(page);
    std::vector<bool> is_taken(page.words.size(), false);
    for (const PlacedTable& table : tables) {
        for (const std::size_t i : table.words) {
            is_taken[i] = true;
        }
    }
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < page.words.size(); ++i) {
        if (!is_taken[i]) {
            rest.push_back(i);
        }
    }
    for (const auto& region : regions_of(page, rest)) {
        std::ranges::move(aligned_tables(page, region), std::back_inserter(tables));
    }
    return tables;
}

void append_rows(PlacedTable table, std::vector<PageLine>& lines) {
    for (std::string& row : table.rows) {
        PageLine line;
        line.text = std::move(row);
        line.is_row = true;
        lines.push_back(std::move(line));
    }
    lines.back().ends_paragraph = true;
}

} // namespace

std::vector<PageLine> lay_out(PageWords page) {
    page.words = with_margin_numbers(std::move(page.words));
    std::vector<PlacedTable> tables = tables_of(page);
    std::vector<std::size_t> table_of(page.words.size(), kNoTable);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        for (const std::size_t word : tables[i].words) {
            table_of[word] = i;
        }
    }
    std::vector<PageLine> lines;
    std::vector<PlacedWord> text;
    const auto end_text = [&] {
        std::ranges::move(lines_of(text), std::back_inserter(lines));
        text.clear();
    };
    for (std::size_t i = 0; i < page.words.size(); ++i) {
        if (table_of[i] == kNoTable) {
            text.push_back(std::move(page.words[i]));
        } else if (PlacedTable& table = tables[table_of[i]]; !table.rows.empty()) {
            end_text();
            append_rows(std::exchange(table, {}), lines);
        }
    }
    end_text();
    return lines;
}

} // namespace sotto::extract
