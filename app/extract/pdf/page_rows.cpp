#include "app/extract/pdf/page_rows.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sotto::extract {

namespace {

constexpr double kColumnGap = 0.85; // of the font size
constexpr double kSharedHeight = 0.5;
constexpr double kSameBaseline = 0.2; // of the font size
constexpr double kTouching = 0.3;     // of the font size
constexpr double kSmaller = 0.86;     // the largest raised or lowered letters

double size_of(const PlacedWord& word) {
    return word.size > 0 ? word.size : std::max(word.across.length(), 1.0);
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// "•", "-", "3.", "(3)", "3)", "a)", "iv."
bool is_list_marker(std::string_view text) {
    for (const std::string_view bullet :
         {"•", "◦", "▪", "□", "➢", "✓", "–", "-", "*", "∗", "·", "o"}) {
        if (text == bullet) {
            return true;
        }
    }
    constexpr std::size_t kLongest = 6;
    if (text.size() < 2 || text.size() > kLongest ||
        (!text.ends_with('.') && !text.ends_with(')'))) {
        return false;
    }
    text.remove_suffix(1);
    if (text.starts_with('(')) {
        text.remove_prefix(1);
    }
    const bool is_number =
        std::ranges::all_of(text, [](char byte) { return is_digit(byte) || byte == '.'; });
    const bool is_roman = std::ranges::all_of(
        text, [](char byte) { return std::string_view("ivxlc").contains(byte); });
    return !text.empty() && (is_number || is_roman || text.size() == 1);
}

// Words of one row, which are sorted here, as segments.
std::vector<Segment> segments_of(const std::vector<PlacedWord>& words,
                                 std::vector<std::size_t> row) {
    std::ranges::stable_sort(row, {}, [&words](std::size_t i) { return words[i].along.begin; });
    std::vector<Segment> segments;
    for (const std::size_t i : row) {
        const PlacedWord& word = words[i];
        const bool is_new =
            segments.empty() ||
            word.along.begin - segments.back().along.end >
                kColumnGap * std::min(size_of(word), size_of(words[segments.back().words.back()]));
        if (is_new) {
            segments.push_back({{i}, word.along});
        } else {
            segments.back().words.push_back(i);
            segments.back().along.end = std::max(segments.back().along.end, word.along.end);
        }
    }
    for (Segment& segment : segments) {
        segment.is_marker =
            segment.words.size() == 1 && is_list_marker(words[segment.words.front()].text);
    }
    return segments;
}

// Words with one baseline.
struct Line {
    std::vector<std::size_t> words;
    Extent across; ///< of its first word
    double baseline = 0;
    double size = 0; ///< of its largest word
};

// From top to bottom.
std::vector<Line> lines_by_baseline(const std::vector<PlacedWord>& words,
                                    std::span<const std::size_t> chosen) {
    std::vector<std::size_t> sorted;
    std::ranges::copy_if(chosen, std::back_inserter(sorted),
                         [&words](std::size_t i) { return words[i].rotation == 0; });
    std::ranges::stable_sort(sorted, {}, [&words](std::size_t i) { return words[i].baseline; });
    std::vector<Line> lines;
    for (const std::size_t i : sorted) {
        const PlacedWord& word = words[i];
        const double size = size_of(word);
        if (!lines.empty() && word.baseline - lines.back().baseline <
                                  kSameBaseline * std::min(size, lines.back().size)) {
            Line& line = lines.back();
            line.words.push_back(i);
            line.across = size > line.size ? word.across : line.across;
            line.size = std::max(size, line.size);
        } else {
            lines.push_back({{i}, word.across, word.baseline, size});
        }
    }
    return lines;
}

// Whether a word touches a larger one of a line, and shares most of its height with it.
bool is_shifted(const std::vector<PlacedWord>& words, const PlacedWord& word, const Line& line) {
    return std::ranges::any_of(line.words, [&](std::size_t i) {
        const PlacedWord& larger = words[i];
        return size_of(word) <= kSmaller * size_of(larger) &&
               common_length(word.along, larger.along) > -kTouching * size_of(larger) &&
               common_length(word.across, larger.across) > kSharedHeight * word.across.length();
    });
}

// Raised and lowered words join the line they belong to.
void join_shifted(const std::vector<PlacedWord>& words, std::vector<Line>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const std::size_t other : {i + 1, i - 1}) { // raised, lowered
            if (other >= lines.size() || lines[other].words.empty()) {
                continue;
            }
            const auto shifted =
                std::ranges::stable_partition(lines[i].words, [&](std::size_t word) {
                    return !is_shifted(words, words[word], lines[other]);
                });
            auto& target = lines[other].words;
            target.insert(target.end(), shifted.begin(), shifted.end());
            lines[i].words.erase(shifted.begin(), shifted.end());
        }
    }
}

} // namespace

std::vector<PageRow> rows_of(const std::vector<PlacedWord>& words,
                             std::span<const std::size_t> chosen) {
    std::vector<Line> lines = lines_by_baseline(words, chosen);
    join_shifted(words, lines);
    std::vector<PageRow> rows;
    for (Line& line : lines) {
        if (!line.words.empty()) {
            rows.push_back({segments_of(words, std::move(line.words)), line.across,
                            std::max(line.across.length(), 1.0)});
        }
    }
    return rows;
}

std::string text_on_one_line(const std::vector<PlacedWord>& words,
                             std::span<const std::size_t> chosen) {
    std::vector<PlacedWord> in_order;
    for (const PageRow& row : rows_of(words, chosen)) {
        for (const Segment& segment : row.segments) {
            for (const std::size_t i : segment.words) {
                in_order.push_back(words[i]);
            }
        }
    }
    std::string text;
    for (const PageLine& line : lines_of(in_order)) {
        if (!text.empty() && is_hyphenated(text, line.text)) {
            text.resize(without_hyphen(text).size());
        } else if (!text.empty()) {
            text += ' ';
        }
        text += line.text;
    }
    std::ranges::replace_if(
        text, [](char byte) { return static_cast<unsigned char>(byte) < 0x20U; }, ' ');
    return text;
}

} // namespace sotto::extract
