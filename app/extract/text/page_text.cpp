#include "app/extract/text/page_text.h"

#include "app/extract/text/formula.h"
#include "app/extract/text/right_to_left.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace sotto::extract {

namespace {

// In line heights.
constexpr double kSameLine = 0.5;     ///< distance between the middles of two words of a line
constexpr double kWordGap = 0.1;      ///< a smaller gap is not a space
constexpr double kParagraphGap = 0.7; ///< of empty paper between two lines
constexpr double kSharedHeight = 0.6; ///< of a raised or lowered word with its line

// In font sizes.
constexpr double kSmaller = 0.86; ///< the largest raised or lowered letters
constexpr double kRaised = 0.15;  ///< of the baseline
constexpr double kLowered = 0.06;

enum class Step : std::uint8_t { same_word, same_line, next_line, next_paragraph };
enum class Shift : std::uint8_t { none, up, down };

double height_of(const PlacedWord& word) {
    return std::max(word.across.length(), 1.0);
}

bool is_smaller(const PlacedWord& word, const PlacedWord& other) {
    return word.size > 0 && word.size <= kSmaller * other.size;
}

// Whether `next` stands behind `last` on the line of `reference`, a word of the usual size.
bool continues_line(const PlacedWord& reference, const PlacedWord& last, const PlacedWord& next) {
    const double height = std::max(height_of(reference), height_of(next));
    if (std::abs(next.across.middle() - reference.across.middle()) < kSameLine * height) {
        return next.along.begin >= last.along.begin;
    }
    const double shared = common_length(reference.across, next.across);
    const double smaller = std::min(height_of(reference), height_of(next));
    return is_smaller(next, reference) && shared > kSharedHeight * smaller &&
           next.along.begin >= last.along.begin - last.size / 2;
}

Step step_between(const PlacedWord& reference, const PlacedWord& last, const PlacedWord& next) {
    if (last.rotation != next.rotation) {
        return Step::next_paragraph;
    }
    const double height = std::max(height_of(last), height_of(next));
    if (continues_line(reference, last, next) || continues_line(last, last, next)) {
        const bool touches = next.along.begin - last.along.end < kWordGap * height;
        return touches && !last.has_space_after ? Step::same_word : Step::same_line;
    }
    return next.across.begin - last.across.end > kParagraphGap * height ? Step::next_paragraph
                                                                        : Step::next_line;
}

// The size of most letters.
double usual_size(std::span<const PlacedWord> words) {
    std::map<double, std::size_t> letters;
    for (const PlacedWord& word : words) {
        letters[std::round(word.size * 4) / 4] += word.text.size();
    }
    const auto most =
        std::ranges::max_element(letters, {}, [](const auto& size) { return size.second; });
    return most == letters.end() ? 0 : most->first;
}

// The word of the usual size that is nearest to a word in its line, those before it first.
const PlacedWord* neighbour_of(std::span<const PlacedWord> line, std::size_t at, double usual) {
    const auto is_usual = [usual](const PlacedWord& word) {
        return std::abs(word.size - usual) < 0.1 * usual;
    };
    for (std::size_t i = at; i > 0; --i) {
        if (is_usual(line[i - 1])) {
            return &line[i - 1];
        }
    }
    const auto after = std::ranges::find_if(line.subspan(at), is_usual);
    return after == line.end() ? nullptr : &*after;
}

Shift shift_of(std::span<const PlacedWord> line, std::size_t at, double usual) {
    const PlacedWord* const neighbour = neighbour_of(line, at, usual);
    if (neighbour == nullptr || !is_smaller(line[at], *neighbour)) {
        return Shift::none;
    }
    const double lowered_by = (line[at].baseline - neighbour->baseline) / neighbour->size;
    if (lowered_by < -kRaised) {
        return Shift::up;
    }
    return lowered_by > kLowered ? Shift::down : Shift::none;
}

bool has_gap_after(std::span<const PlacedWord> line, std::size_t at) {
    return at + 1 < line.size() &&
           step_between(line[at], line[at], line[at + 1]) != Step::same_word;
}

// The words from left to right, with spaces.
std::string visual_text(std::span<const PlacedWord> line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        text += line[i].text;
        text += has_gap_after(line, i) ? " " : "";
    }
    return text;
}

// The same with raised and lowered words written as such.
std::string shifted_text(std::span<const PlacedWord> line, double usual) {
    std::string text;
    std::string shifted;
    Shift shift = Shift::none;
    const auto end_shift = [&] {
        if (shift != Shift::none) {
            text += shift == Shift::up ? raised_text(text, shifted) : lowered_text(text, shifted);
        }
        shifted.clear();
        shift = Shift::none;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Shift next = shift_of(line, i, usual);
        if (next != shift) {
            end_shift();
            shift = next;
        }
        (shift == Shift::none ? text : shifted) += line[i].text;
        if (has_gap_after(line, i)) {
            end_shift();
            text += ' ';
        }
    }
    end_shift();
    return text;
}

PageLine line_of(std::span<const PlacedWord> words) {
    PageLine line;
    line.size = usual_size(words);
    line.rotation = words.front().rotation;
    line.along = words.front().along;
    line.across = words.front().across;
    for (const PlacedWord& word : words) {
        line.along = {std::min(line.along.begin, word.along.begin),
                      std::max(line.along.end, word.along.end)};
        line.across = {std::min(line.across.begin, word.across.begin),
                       std::max(line.across.end, word.across.end)};
    }
    line.text = visual_text(words);
    line.is_right_to_left = has_right_to_left(line.text);
    if (line.is_right_to_left) {
        line.text = logical_order(line.text);
    } else if (line.size > 0) {
        line.text = shifted_text(words, line.size);
    }
    return line;
}

} // namespace

double common_length(const Extent& a, const Extent& b) {
    return std::min(a.end, b.end) - std::max(a.begin, b.begin);
}

std::vector<PageLine> lines_of(const std::vector<PlacedWord>& words) {
    std::vector<PageLine> lines;
    std::size_t first = 0;
    std::size_t reference = 0; // the last word of the line that is not smaller than others
    for (std::size_t i = 0; i < words.size(); ++i) {
        reference = i == first || !is_smaller(words[i], words[reference]) ? i : reference;
        const Step step = i + 1 < words.size()
                              ? step_between(words[reference], words[i], words[i + 1])
                              : Step::next_paragraph;
        if (step == Step::next_line || step == Step::next_paragraph) {
            lines.push_back(line_of(std::span(words).subspan(first, i + 1 - first)));
            lines.back().ends_paragraph = step == Step::next_paragraph;
            first = i + 1;
        }
    }
    return lines;
}

void append_lines(const std::vector<PageLine>& lines, const HyphenatedWords& hyphenated,
                  TextBuilder& builder) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const PageLine& line = lines[i];
        if (line.is_row) {
            builder.keep(line.text);
        } else if (!line.ends_paragraph && i + 1 < lines.size() && !lines[i + 1].is_row &&
                   !line.is_right_to_left && is_hyphenated(line.text, lines[i + 1].text)) {
            builder.flow(hyphenated.is_written(line.text, lines[i + 1].text)
                             ? line.text
                             : without_hyphen(line.text));
            continue; // the next line goes on where this one ends
        } else {
            builder.flow(line.text);
        }
        line.ends_paragraph ? builder.end_paragraph() : builder.end_line();
    }
}

void append_page(const std::vector<PlacedWord>& words, TextBuilder& builder) {
    append_lines(lines_of(words), {}, builder);
}

std::string without_ligatures(std::string text) {
    constexpr std::array kLigatures{
        std::pair{"\uFB00", "ff"},  std::pair{"\uFB01", "fi"},  std::pair{"\uFB02", "fl"},
        std::pair{"\uFB03", "ffi"}, std::pair{"\uFB04", "ffl"}, std::pair{"\uFB05", "st"},
        std::pair{"\uFB06", "st"},
    };
    if (!text.contains("\xEF\xAC")) {
        return text;
    }
    for (const auto& [ligature, letters] : kLigatures) {
        const std::string_view sign = ligature;
        for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
            text.replace(at, sign.size(), letters);
        }
    }
    return text;
}

} // namespace sotto::extract
