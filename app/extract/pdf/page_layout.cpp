#include "app/extract/pdf/page_layout.h"

#include "app/extract/pdf/margin_numbers.h"
#include "app/extract/pdf/page_columns.h"
#include "app/extract/pdf/page_table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kNoTable = static_cast<std::size_t>(-1);
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
    }
    std::vector<PlacedTable> tables = tables_of(page, columns);
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
