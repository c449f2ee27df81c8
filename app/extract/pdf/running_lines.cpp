#include "app/extract/pdf/running_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace sotto::extract {

namespace {

constexpr std::size_t kMinPages = 3;
constexpr double kMargin = 0.14;       // of the height of a page, at the top and at the bottom
constexpr double kSamePlace = 4;       // points
constexpr double kMinPageShare = 0.5;  // of the pages, with one text
constexpr double kMinPlaceShare = 0.6; // of the pages, with any text at that place
constexpr std::size_t kNearPages = 3;  // between two pages with one text, at most
constexpr double kLargest = 1.15;      // of the size of most text

// A line that may be a header or footer.
struct Candidate {
    std::size_t page = 0;
    std::size_t line = 0;
    double place = 0; ///< its distance from the top or bottom edge
    bool is_top = false;
    std::string form; ///< the text with # for each number
    std::optional<int> number;
};

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

bool is_roman(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char byte) {
        return std::string_view("ivxlcIVXLC").contains(byte);
    });
}

void set_form(Candidate& candidate, std::string_view text) {
    if (is_roman(text)) {
        candidate.form = "#";
        return;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i])) {
            candidate.form += text[i];
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && is_digit(text[end])) {
            ++end;
        }
        if (!candidate.number) {
            int number = 0;
            std::from_chars(text.data() + i, text.data() + end, number);
            candidate.number = number;
        }
        candidate.form += '#';
        i = end - 1;
    }
}

// Whether a form is only a page number: "#", "- # -", "# / #".
bool is_page_number(std::string_view form) {
    return std::ranges::all_of(
        form, [](char byte) { return std::string_view("#-–—/|[]() .").contains(byte); });
}

// The size of most lines.
double usual_size(const std::vector<PageLines>& pages) {
    std::map<double, std::size_t> sizes;
    for (const PageLines& page : pages) {
        for (const PageLine& line : page.lines) {
            sizes[std::round(line.across.length())] += line.text.size();
        }
    }
    const auto most =
        std::ranges::max_element(sizes, {}, [](const auto& size) { return size.second; });
    return most == sizes.end() ? 0 : most->first;
}

std::vector<Candidate> candidates_of(const std::vector<PageLines>& pages) {
    const double largest = kLargest * usual_size(pages) + 1;
    std::vector<Candidate> candidates;
    for (std::size_t page = 0; page < pages.size(); ++page) {
        const double height = pages[page].height;
        for (std::size_t i = 0; i < pages[page].lines.size(); ++i) {
            const PageLine& line = pages[page].lines[i];
            const double from_top = line.across.begin;
            const double from_bottom = height - line.across.end;
            const bool is_near_edge = std::min(from_top, from_bottom) < kMargin * height;
            if (height > 0 && line.rotation == 0 && !line.is_row && is_near_edge &&
                line.across.length() <= largest) {
                Candidate candidate{
                    page, i, std::min(from_top, from_bottom), from_top < from_bottom, {}, {}};
                set_form(candidate, line.text);
                candidates.push_back(std::move(candidate));
            }
        }
    }
    return candidates;
}

// Candidates with one form at one place.
using Run = std::vector<const Candidate*>;

std::vector<Run> runs_of(std::vector<Candidate>& candidates) {
    std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
        return std::tie(candidate.is_top, candidate.form, candidate.place, candidate.page);
    });
    std::vector<Run> runs;
    for (const Candidate& candidate : candidates) {
        const bool is_same = !runs.empty() && runs.back().front()->form == candidate.form &&
                             runs.back().front()->is_top == candidate.is_top &&
                             candidate.place - runs.back().back()->place < kSamePlace;
        is_same ? runs.back().push_back(&candidate) : runs.push_back({&candidate});
    }
    for (Run& run : runs) {
        std::ranges::sort(run, {}, &Candidate::page);
    }
    return runs;
}

// Whether the numbers of a run grow with the pages.
bool numbers_pages(const Run& run) {
    std::size_t steady = 0;
    for (std::size_t i = 1; i < run.size(); ++i) {
        const auto pages = static_cast<int>(run[i]->page - run[i - 1]->page);
        steady +=
            run[i]->number && run[i - 1]->number && *run[i]->number - *run[i - 1]->number == pages
                ? 1
                : 0;
    }
    return run.size() >= kMinPages && 2 * steady >= run.size() - 1;
}

// Whether at most a few pages lie between any two.
bool is_dense(const Run& run) {
    return run.size() >= kMinPages &&
           std::ranges::adjacent_find(run, [](const Candidate* a, const Candidate* b) {
               return b->page - a->page > kNearPages;
           }) == run.end();
}

class RunningLines {
public:
    explicit RunningLines(std::vector<PageLines>& pages) : pages_(pages) {}

    void remove() {
        std::vector<Candidate> candidates = candidates_of(pages_);
        count_places(candidates);
        std::vector<std::vector<bool>> is_removed(pages_.size());
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            is_removed[page].resize(pages_[page].lines.size(), false);
        }
        for (const Run& run : runs_of(candidates)) {
            if (!is_running(run)) {
                continue;
            }
            const bool is_number = is_page_number(run.front()->form);
            for (std::size_t i = is_number ? 0 : 1; i < run.size(); ++i) {
                is_removed[run[i]->page][run[i]->line] = true;
            }
        }
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            keep_paragraph_ends(page, is_removed[page]);
            std::size_t at = 0;
            std::erase_if(pages_[page].lines,
                          [&](const PageLine&) { return is_removed[page][at++]; });
        }
    }

private:
    // On how many pages there is any line at a place.
    void count_places(const std::vector<Candidate>& candidates) {
        for (const Candidate& candidate : candidates) {
            places_[{candidate.is_top, std::lround(candidate.place / kSamePlace)}].push_back(
                candidate.page);
        }
        for (auto& [place, pages] : places_) {
            const auto repeated = std::ranges::unique(pages);
            pages.erase(repeated.begin(), repeated.end());
        }
    }

    [[nodiscard]] bool is_on_most_pages(const Candidate& candidate) const {
        std::size_t most = 0;
        const auto place = std::lround(candidate.place / kSamePlace);
        for (const long near : {place - 1, place, place + 1}) {
            const auto found = places_.find({candidate.is_top, near});
            most = std::max(most, found == places_.end() ? 0 : found->second.size());
        }
        return static_cast<double>(most) >= kMinPlaceShare * static_cast<double>(pages_.size());
    }

    [[nodiscard]] bool is_running(const Run& run) const {
        if (run.size() < kMinPages) {
            return false;
        }
        if (is_page_number(run.front()->form)) {
            return numbers_pages(run) || !run.front()->number;
        }
        const bool is_usual =
            static_cast<double>(run.size()) >= kMinPageShare * static_cast<double>(pages_.size());
        return is_usual || (is_dense(run) && is_on_most_pages(*run.front()));
    }

    // A paragraph that ended at a removed line ends at the line before.
    void keep_paragraph_ends(std::size_t page, const std::vector<bool>& is_removed) {
        auto& lines = pages_[page].lines;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            if (is_removed[i] && lines[i].ends_paragraph && !is_removed[i - 1]) {
                lines[i - 1].ends_paragraph = true;
            }
        }
    }

    std::vector<PageLines>& pages_;
    std::map<std::pair<bool, long>, std::vector<std::size_t>> places_;
};

} // namespace

void remove_running_lines(std::vector<PageLines>& pages) {
    if (pages.size() >= kMinPages) {
        RunningLines(pages).remove();
    }
}

} // namespace sotto::extract
