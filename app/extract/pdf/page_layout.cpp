#include "app/extract/pdf/page_layout.h"

#include "app/extract/pdf/margin_numbers.h"
#include "app/extract/pdf/page_columns.h"
#include "app/extract/pdf/page_rows.h"
#include "app/extract/pdf/page_table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// Numbers and bullets of lists in front of their items. Poppler takes them for a column of their
// own when they are aligned.
std::vector<PlacedWord> with_list_markers(std::vector<PlacedWord> words) {
    constexpr double kWidestGap = 50; // points
    std::vector<std::size_t> all(words.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<std::size_t> marker_of(words.size(), kNone);
    std::vector<bool> is_moved(words.size(), false);
    for (const PageRow& row : rows_of(words, all)) {
        for (std::size_t i = 0; i + 1 < row.segments.size(); ++i) {
            const Segment& marker = row.segments[i];
            const Segment& item = row.segments[i + 1];
            const std::size_t first = item.words.front();
            if (marker.is_marker && !item.is_marker &&
                item.along.begin - marker.along.end < kWidestGap &&
                marker.words.front() + 1 != first) {
                marker_of[first] = marker.words.front();
                is_moved[marker.words.front()] = true;
            }
        }
    }
    std::vector<PlacedWord> sorted;
    sorted.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (marker_of[i] != kNone) {
            words[marker_of[i]].has_space_after = true;
            sorted.push_back(std::move(words[marker_of[i]]));
        }
        if (!is_moved[i]) {
            sorted.push_back(std::move(words[i]));
        }
    }
    return sorted;
}

std::vector<PlacedTable> tables_of(const PageWords& page, const PageColumns& columns) {
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
    for (const auto& region : columns.regions(page.words, rest)) {
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
    const PageColumns columns(page.words);
    if (columns.are_several()) {
        page.words = columns.in_reading_order(std::move(page.words));
    } else {
        page.words = with_list_markers(std::move(page.words));
    }
    std::vector<PlacedTable> tables = tables_of(page, columns);
    std::vector<std::size_t> table_of(page.words.size(), kNone);
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
        if (table_of[i] == kNone) {
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
