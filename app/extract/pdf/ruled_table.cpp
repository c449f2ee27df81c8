#include "app/extract/pdf/page_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace sotto::extract {

namespace {

constexpr double kNear = 3; // points between rules that meet
constexpr double kMinBorder = 0.4;
constexpr std::size_t kMaxRules = 4'000;
constexpr std::size_t kMaxCells = 20'000;
constexpr std::size_t kLongestCell = 150; // words; more is a frame around text

bool is_horizontal(const Rule& rule) {
    return rule.x.length() > rule.y.length();
}

bool meet(const Rule& a, const Rule& b) {
    return common_length(a.x, b.x) > -kNear && common_length(a.y, b.y) > -kNear;
}

// Rules that meet, directly or through others, have the same number.
std::vector<std::size_t> groups_of(const std::vector<Rule>& rules) {
    std::vector<std::size_t> parent(rules.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&parent](std::size_t i) {
        while (parent[i] != i) {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    };
    for (std::size_t i = 0; i < rules.size(); ++i) {
        // They are sorted by their left ends.
        for (std::size_t j = i + 1; j < rules.size() && rules[j].x.begin <= rules[i].x.end + kNear;
             ++j) {
            if (meet(rules[i], rules[j])) {
                parent[root(i)] = root(j);
            }
        }
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        parent[i] = root(i);
    }
    return parent;
}

// A border of rows or columns: where it is, and how long its rules are.
struct Border {
    double place = 0;
    double length = 0;
};

// The places of borders that are long enough.
std::vector<double> places_of(std::vector<Border> borders, double shortest) {
    std::ranges::sort(borders, {}, &Border::place);
    std::vector<Border> joined;
    for (const Border& border : borders) {
        if (joined.empty() || border.place - joined.back().place > kNear) {
            joined.push_back(border);
        } else {
            joined.back().length += border.length;
        }
    }
    std::vector<double> places;
    for (const Border& border : joined) {
        if (border.length >= shortest) {
            places.push_back(border.place);
        }
    }
    return places;
}

// The interval between neighbouring borders that a point is in, or the number of borders.
std::size_t interval_of(const std::vector<double>& borders, double at) {
    const auto above = std::ranges::upper_bound(borders, at);
    return above == borders.begin() || above == borders.end()
               ? borders.size()
               : static_cast<std::size_t>(above - borders.begin()) - 1;
}

class Grid {
public:
    Grid(const PageWords& page, std::span<const Rule> rules) : page_(page) {
        std::vector<Border> xs;
        std::vector<Border> ys;
        Extent width = rules.front().x;
        Extent height = rules.front().y;
        for (const Rule& rule : rules) {
            if (is_horizontal(rule)) {
                ys.push_back({rule.y.middle(), rule.x.length()});
            } else {
                xs.push_back({rule.x.middle(), rule.y.length()});
                verticals_.push_back(rule);
            }
            width = {std::min(width.begin, rule.x.begin), std::max(width.end, rule.x.end)};
            height = {std::min(height.begin, rule.y.begin), std::max(height.end, rule.y.end)};
        }
        columns_ = places_of(std::move(xs), kMinBorder * height.length());
        rows_ = places_of(std::move(ys), kMinBorder * width.length());
    }

    [[nodiscard]] bool is_table() const {
        return columns_.size() >= 3 && rows_.size() >= 3 &&
               columns_.size() * rows_.size() <= kMaxCells;
    }

    // The table, or one without rows where the grid is a frame or empty.
    [[nodiscard]] PlacedTable read() const {
        const std::size_t width = columns_.size() - 1;
        std::vector<std::vector<std::size_t>> cells(width * (rows_.size() - 1));
        PlacedTable table;
        for (std::size_t i = 0; i < page_.words.size(); ++i) {
            const PlacedWord& word = page_.words[i];
            const std::size_t row = interval_of(rows_, word.across.middle());
            const std::size_t column = interval_of(columns_, word.along.middle());
            if (word.rotation == 0 && row < rows_.size() && column < columns_.size()) {
                cells[row * width + first_column(row, column)].push_back(i);
                table.words.push_back(i);
            }
        }
        std::size_t filled = 0;
        for (std::size_t row = 0; row + 1 < rows_.size(); ++row) {
            std::string line;
            bool has_text = false;
            for (std::size_t column = 0; column < width; ++column) {
                const auto& cell = cells[row * width + column];
                if (cell.size() > kLongestCell) {
                    return {};
                }
                filled += cell.empty() ? 0 : 1;
                has_text = has_text || !cell.empty();
                line += column > 0 ? "\t" : "";
                line += text_on_one_line(page_.words, cell);
            }
            if (has_text) {
                table.rows.push_back(std::move(line));
            }
        }
        return filled > 2 && table.rows.size() > 1 ? table : PlacedTable();
    }

private:
    // The first column of the cell: cells without a rule between them are one.
    [[nodiscard]] std::size_t first_column(std::size_t row, std::size_t column) const {
        const double y = (rows_[row] + rows_[row + 1]) / 2;
        while (column > 0 && std::ranges::none_of(verticals_, [&](const Rule& rule) {
                   return std::abs(rule.x.middle() - columns_[column]) <= kNear &&
                          rule.y.begin - kNear < y && y < rule.y.end + kNear;
               })) {
            --column;
        }
        return column;
    }

    const PageWords& page_;
    std::vector<Rule> verticals_;
    std::vector<double> columns_;
    std::vector<double> rows_;
};

} // namespace

std::vector<PlacedTable> ruled_tables(const PageWords& page) {
    std::vector<PlacedTable> tables;
    if (page.rules.size() < 6 || page.rules.size() > kMaxRules) {
        return tables; // too few for a table, or a drawing
    }
    std::vector<Rule> rules = page.rules;
    std::ranges::sort(rules, {}, [](const Rule& rule) { return rule.x.begin; });
    const std::vector<std::size_t> groups = groups_of(rules);
    std::vector<std::size_t> order(rules.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&groups](std::size_t i) { return groups[i]; });
    for (std::size_t i = 0; i < order.size();) {
        std::vector<Rule> group;
        const std::size_t number = groups[order[i]];
        for (; i < order.size() && groups[order[i]] == number; ++i) {
            group.push_back(rules[order[i]]);
        }
        const Grid grid(page, group);
        if (grid.is_table()) {
            if (PlacedTable table = grid.read(); !table.rows.empty()) {
                tables.push_back(std::move(table));
            }
        }
    }
    return tables;
}

} // namespace sotto::extract
