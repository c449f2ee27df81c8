#include "app/extract/text/charset.h"
#include "app/extract/text/page_text.h"
#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

constexpr std::string_view kBlank = " \t\r\v";
// The layout of an imaginary page. Unit: points.
constexpr double kLineHeight = 10;
constexpr double kLinePitch = 12;

// Removes and returns the text before `end` (all of it without an `end`), and removes `end`.
std::string_view take_until(std::string_view& text, char end) {
    const std::size_t length = std::min(text.find(end), text.size());
    const std::string_view taken = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return taken;
}

// The lines of a page, each as one long word; empty lines leave a gap.
std::vector<PlacedWord> lines_of(std::string_view page) {
    std::vector<PlacedWord> lines;
    for (double top = 0; !page.empty(); top += kLinePitch) {
        std::string_view line = take_until(page, '\n');
        line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
        line = line.substr(0, line.find_last_not_of(kBlank) + 1);
        if (!line.empty()) {
            PlacedWord word;
            word.text = without_ligatures(std::string(line));
            word.along = {0, 1};
            word.across = {top, top + kLineHeight};
            lines.push_back(std::move(word));
        }
    }
    return lines;
}

} // namespace

Extraction extract_recognized(std::string_view bytes) {
    const std::string text = repaired_utf8(bytes);
    std::vector<std::vector<PlacedWord>> pages;
    for (std::string_view rest = text; !rest.empty();) {
        pages.push_back(lines_of(take_until(rest, '\f')));
    }
    TextBuilder builder;
    for (std::size_t i = 0; i < pages.size() && !builder.is_full(); ++i) {
        builder.end_paragraph();
        if (pages.size() > 1) {
            builder.mark(DocumentMarkKind::page, std::to_string(i + 1));
        }
        append_page(pages[i], builder);
    }
    return builder.finish({});
}

} // namespace sotto::extract
