#include "app/extract/pdf/margin_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kMaxWords = 10'000;
constexpr double kAligned = 2;         // points
constexpr double kClear = 4;           // points between the numbers and the text
constexpr std::size_t kMinNumbers = 3; // numbers in a margin
constexpr std::size_t kMinLineNumbers = 5;
constexpr double kMinLineShare = 0.5; // of the lines of a page, at least, have a number
constexpr double kEvenGaps = 0.75;    // of the numbers of lines, at least, stand at even distances

// The number that a word is: "12", "12.", "(12)", "[12]".
std::optional<int> number_of(std::string_view text) {
    constexpr std::size_t kLongest = 6;
    if (text.size() > kLongest || text.empty()) {
        return std::nullopt;
    }
    if (text.starts_with('(') || text.starts_with('[')) {
        text.remove_prefix(1);
    }
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view rest(end, text.data() + text.size());
    const bool is_number = error == std::errc() && number >= 0 &&
                           (rest.empty() || rest == "." || rest == ")" || rest == "]");
    return is_number ? std::optional(number) : std::nullopt;
}

bool is_plain(const PlacedWord& word) {
    return word.text.front() >= '0' && word.text.front() <= '9' && word.text.back() >= '0' &&
           word.text.back() <= '9';
}

bool is_beside(const PlacedWord& a, const PlacedWord& b) {
    return a.rotation == b.rotation &&
           common_length(a.across, b.across) > std::min(a.across.length(), b.across.length()) / 2;
}

// A column of numbers.
struct Margin {
    std::vector<std::size_t> numbers; ///< indices, from top to bottom
    Extent along;
};

// Words that are numbers and share an edge.
std::vector<Margin> margins_of(const std::vector<PlacedWord>& words) {
    std::vector<std::pair<double, std::size_t>> edges[2];
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].rotation == 0 && number_of(words[i].text)) {
            edges[0].emplace_back(words[i].along.begin, i);
            edges[1].emplace_back(words[i].along.end, i);
        }
    }
    std::vector<Margin> margins;
    for (auto& edge : edges) {
        std::ranges::sort(edge);
        for (std::size_t first = 0; first < edge.size();) {
            Margin margin{{}, words[edge[first].second].along};
            std::size_t next = first;
            for (; next < edge.size() && edge[next].first - edge[first].first <= kAligned; ++next) {
                const Extent& along = words[edge[next].second].along;
                margin.numbers.push_back(edge[next].second);
                margin.along = {std::min(margin.along.begin, along.begin),
                                std::max(margin.along.end, along.end)};
            }
            first = next;
            if (margin.numbers.size() >= kMinNumbers) {
                std::ranges::sort(margin.numbers, {},
                                  [&words](std::size_t i) { return words[i].across.begin; });
                margins.push_back(std::move(margin));
            }
        }
    }
    std::ranges::sort(margins, std::greater(), [](const Margin& m) { return m.numbers.size(); });
    return margins;
}

// Whether all other text stands on one side of the numbers: -1 left of them, 1 right, 0 neither.
int side_of_text(const std::vector<PlacedWord>& words, const Margin& margin) {
    std::size_t left = 0;
    std::size_t right = 0;
    std::size_t among = 0;
    for (const PlacedWord& word : words) {
        if (word.along.begin > margin.along.end + kClear) {
            ++right;
        } else if (word.along.end < margin.along.begin - kClear) {
            ++left;
        } else {
            ++among;
        }
    }
    constexpr std::size_t kStrays = 3; // a heading, a page number
    if (among > margin.numbers.size() + kStrays || left + right < 2 * margin.numbers.size()) {
        return 0;
    }
    return left <= kStrays ? 1 : right <= kStrays ? -1 : 0;
}

// Lines of text, counted by the distinct heights at which words stand.
std::size_t count_lines(const std::vector<PlacedWord>& words) {
    std::vector<double> middles;
    for (const PlacedWord& word : words) {
        middles.push_back(word.across.middle());
    }
    std::ranges::sort(middles);
    std::size_t lines = 0;
    double last = -1e9;
    for (const double middle : middles) {
        constexpr double kMinPitch = 5; // points
        if (middle - last > kMinPitch) {
            ++lines;
            last = middle;
        }
    }
    return lines;
}

// Whether the numbers count lines: 1, 2, 3 … or 5, 10, 15 … at even distances.
bool are_of_lines(const std::vector<PlacedWord>& words, const Margin& margin) {
    if (margin.numbers.size() < kMinLineNumbers) {
        return false;
    }
    std::vector<double> gaps;
    int step = 0;
    for (std::size_t i = 1; i < margin.numbers.size(); ++i) {
        const PlacedWord& above = words[margin.numbers[i - 1]];
        const PlacedWord& below = words[margin.numbers[i]];
        const int next = number_of(below.text).value_or(0) - number_of(above.text).value_or(0);
        step = step == 0 ? next : step;
        if (next != step || !is_plain(below) || !is_plain(above)) {
            return false;
        }
        gaps.push_back(below.across.begin - above.across.begin);
    }
    std::vector<double> sorted = gaps;
    std::ranges::sort(sorted);
    const double median = sorted[sorted.size() / 2];
    const auto even = std::ranges::count_if(
        gaps, [median](double gap) { return std::abs(gap - median) < 0.2 * median; });
    const bool is_even = static_cast<double>(even) >= kEvenGaps * static_cast<double>(gaps.size());
    const bool counts_most = static_cast<double>(margin.numbers.size()) >=
                             kMinLineShare * static_cast<double>(count_lines(words));
    return is_even && ((step == 1 && counts_most) || step == 5 || step == 10);
}

// Moves each number in front of the first word beside it.
void attach(std::vector<PlacedWord>& words, const Margin& margin) {
    std::vector<PlacedWord> numbers;
    for (const std::size_t i : margin.numbers) {
        numbers.push_back(words[i]);
    }
    std::vector<PlacedWord> rest;
    std::vector<bool> is_number(words.size(), false);
    for (const std::size_t i : margin.numbers) {
        is_number[i] = true;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_number[i]) {
            continue;
        }
        const auto beside = std::ranges::find_if(numbers, [&](const PlacedWord& number) {
            return is_beside(number, words[i]) && words[i].along.begin > number.along.end;
        });
        if (beside != numbers.end()) {
            beside->has_space_after = true;
            rest.push_back(std::move(*beside));
            numbers.erase(beside);
        }
        rest.push_back(std::move(words[i]));
    }
    std::ranges::move(numbers, std::back_inserter(rest)); // beside nothing
    words = std::move(rest);
}

} // namespace

std::vector<PlacedWord> with_margin_numbers(std::vector<PlacedWord> words) {
    if (words.size() > kMaxWords) {
        return words; // no page of text
    }
    for (const Margin& margin : margins_of(words)) {
        const int side = side_of_text(words, margin);
        if (side != 0 && are_of_lines(words, margin)) {
            std::vector<bool> is_dropped(words.size(), false);
            for (const std::size_t i : margin.numbers) {
                is_dropped[i] = true;
            }
            std::size_t at = 0;
            std::erase_if(words, [&](const PlacedWord&) { return is_dropped[at++]; });
            return words;
        }
        if (side == 1) {
            attach(words, margin);
            return words;
        }
    }
    return words;
}

} // namespace sotto::extract
