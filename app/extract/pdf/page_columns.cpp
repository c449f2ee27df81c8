#include "app/extract/pdf/page_columns.h"

#include "app/extract/text/right_to_left.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

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

// The strip around `x` that no line of text begins or ends in.
Extent strip_at(const std::vector<Extent>& lines, double x) {
    Extent strip{-1e9, 1e9};
    for (const Extent& line : lines) {
        if (line.end < x) {
            strip.begin = std::max(strip.begin, line.end);
        } else if (line.begin > x) {
            strip.end = std::min(strip.end, line.begin);
        }
    }
    return strip;
}

// The place in a strip that the fewest segments cross, titles and cells of tables among them.
double clearest(const std::vector<PageRow>& rows, const Extent& strip) {
    std::vector<Extent> segments;
    for (const PageRow& row : rows) {
        for (const Segment& segment : row.segments) {
            if (segment.along.begin < strip.end && segment.along.end >= strip.begin) {
                segments.push_back(segment.along);
            }
        }
    }
    segments.resize(std::min(segments.size(), kMaxLines));
    double best = strip.middle();
    std::ptrdiff_t fewest = std::numeric_limits<std::ptrdiff_t>::max();
    for (const Extent& segment : segments) {
        if (segment.end >= strip.end) {
            continue;
        }
        const double x = segment.end + std::min(kGutter, (strip.end - segment.end) / 2);
        const auto crossing = std::ranges::count_if(
            segments, [x](const Extent& other) { return other.begin < x && x < other.end; });
        if (crossing < fewest) {
            fewest = crossing;
            best = x;
        }
    }
    return best;
}

// A place in the empty strip between two columns of text.
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
    return best ? std::optional(clearest(rows, strip_at(lines, *best))) : std::nullopt;
}

// The gutters among some words, found one within the other.
void add_gutters(const std::vector<PlacedWord>& words, const std::vector<std::size_t>& chosen,
                 int depth, std::vector<double>& gutters) {
    constexpr int kMaxDepth = 3;
    const std::vector<PageRow> rows = rows_of(words, chosen);
    const auto gutter = depth < kMaxDepth ? gutter_of(rows) : std::nullopt;
    if (!gutter) {
        return;
    }
    gutters.push_back(*gutter);
    std::vector<std::size_t> left;
    std::vector<std::size_t> right;
    for (const PageRow& row : rows) {
        for (const Segment& segment : row.segments) {
            if (segment.along.end < *gutter) {
                left.insert(left.end(), segment.words.begin(), segment.words.end());
            } else if (segment.along.begin > *gutter) {
                right.insert(right.end(), segment.words.begin(), segment.words.end());
            }
        }
    }
    add_gutters(words, left, depth + 1, gutters);
    add_gutters(words, right, depth + 1, gutters);
}

std::vector<std::size_t> all_of(const std::vector<PlacedWord>& words) {
    std::vector<std::size_t> all(words.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

bool are_right_to_left(const std::vector<PlacedWord>& words) {
    const auto count = std::ranges::count_if(
        words, [](const PlacedWord& word) { return has_right_to_left(word.text); });
    return 2 * static_cast<std::size_t>(count) > words.size();
}

} // namespace

PageColumns::PageColumns(const std::vector<PlacedWord>& words) {
    add_gutters(words, all_of(words), 0, gutters_);
    std::ranges::sort(gutters_);
}

std::size_t PageColumns::column_of(const Extent& along) const {
    const auto first = std::ranges::lower_bound(gutters_, along.begin);
    const auto last = std::ranges::lower_bound(gutters_, along.end);
    return first == last ? static_cast<std::size_t>(first - gutters_.begin()) : across();
}

std::vector<PlacedWord> PageColumns::in_reading_order(std::vector<PlacedWord> words) const {
    std::vector<std::vector<std::size_t>> columns(across());
    std::vector<std::size_t> order;
    const bool begins_right = are_right_to_left(words);
    const auto end_columns = [&] {
        for (auto& column : columns) {
            order.insert(order.end(), column.begin(), column.end());
            column.clear();
        }
    };
    for (const PageRow& row : rows_of(words, all_of(words))) {
        for (const Segment& segment : row.segments) {
            const std::size_t column = column_of(segment.along);
            if (column == across()) {
                end_columns();
            }
            auto& target = column == across()
                               ? order
                               : columns[begins_right ? columns.size() - 1 - column : column];
            target.insert(target.end(), segment.words.begin(), segment.words.end());
        }
    }
    end_columns();
    std::vector<PlacedWord> sorted;
    sorted.reserve(words.size());
    for (const std::size_t i : order) {
        sorted.push_back(std::move(words[i]));
    }
    std::ranges::copy_if(words, std::back_inserter(sorted),
                         [](const PlacedWord& word) { return word.rotation != 0; });
    return sorted;
}

std::vector<std::vector<std::size_t>>
PageColumns::regions(const std::vector<PlacedWord>& words,
                     const std::vector<std::size_t>& chosen) const {
    std::vector<std::vector<std::size_t>> regions(across() + 1);
    for (const PageRow& row : rows_of(words, chosen)) {
        for (const Segment& segment : row.segments) {
            auto& region = regions[column_of(segment.along)];
            region.insert(region.end(), segment.words.begin(), segment.words.end());
        }
    }
    return regions;
}

} // namespace sotto::extract
