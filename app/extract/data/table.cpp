#include "app/extract/data/data.h"
#include "app/extract/text/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

constexpr std::size_t kSampledRows = 20;
constexpr std::size_t kSampledBytes = std::size_t{64} << 10U;

// Calls `value` for each value and `row` at the end of each row, until `row` returns false.
template <class Value, class Row>
void for_each_row(std::string_view text, char separator, Value value, Row row) {
    std::string current;
    std::size_t i = 0;
    while (i < text.size()) {
        current.clear();
        const std::size_t begin = text.find_first_not_of(" ", i);
        if (begin != std::string_view::npos && text[begin] == '"') {
            for (i = begin + 1; i < text.size(); ++i) {
                if (text[i] == '"' && !text.substr(i + 1).starts_with('"')) {
                    ++i;
                    break;
                }
                i += text[i] == '"' ? 1 : 0; // doubled
                current += text[i];
            }
        }
        while (i < text.size() && text[i] != separator && text[i] != '\n') {
            current += text[i++];
        }
        value(current);
        const bool is_row_end = i >= text.size() || text[i] == '\n';
        const bool ends_with_empty = !is_row_end && i + 1 == text.size();
        ++i;
        if (ends_with_empty) {
            value(std::string());
        }
        if ((is_row_end || ends_with_empty) && !row()) {
            return;
        }
    }
}

// How many values most of the first rows have; 1 where rows differ.
std::size_t regular_width(std::string_view sample, char separator) {
    std::vector<std::size_t> widths;
    std::size_t width = 0;
    for_each_row(
        sample, separator, [&](const std::string&) { ++width; },
        [&] {
            widths.push_back(width);
            width = 0;
            return widths.size() < kSampledRows;
        });
    if (sample.size() == kSampledBytes && widths.size() > 1) {
        widths.pop_back(); // cut off
    }
    const std::size_t first = widths.empty() ? 1 : widths.front();
    const auto same = static_cast<std::size_t>(std::ranges::count(widths, first));
    return same * 5 >= widths.size() * 4 ? first : 1;
}

char find_separator(std::string_view text) {
    const std::string_view sample = text.substr(0, kSampledBytes);
    char best = '\0';
    std::size_t best_width = 1;
    for (const char separator : {',', ';', '\t', '|'}) {
        const std::size_t width = regular_width(sample, separator);
        if (width > best_width) {
            best = separator;
            best_width = width;
        }
    }
    return best;
}

// A first line of Excel that names the separator: "sep=;".
char take_named_separator(std::string_view& text) {
    if (!text.starts_with("sep=") || text.size() < 6 || text[5] != '\n') {
        return '\0';
    }
    const char separator = text[4];
    text.remove_prefix(6);
    return separator;
}

std::string with_tabs(std::string_view text, char separator) {
    std::string table;
    table.reserve(text.size());
    bool is_first = true;
    for_each_row(
        text, separator,
        [&](std::string value) {
            std::ranges::replace_if(
                value, [](char byte) { return byte == '\n' || byte == '\t'; }, ' ');
            table += is_first ? "" : "\t";
            table += value;
            is_first = false;
        },
        [&] {
            table += '\n';
            is_first = true;
            return true;
        });
    return table;
}

} // namespace

Extraction extract_table(std::string_view bytes, Separator separator) {
    Extraction extraction = extract_plain_text(bytes);
    if (!extraction) {
        return extraction;
    }
    std::string_view text = extraction->text;
    char found = take_named_separator(text);
    if (found == '\0') {
        found = separator == Separator::found ? find_separator(text) : static_cast<char>(separator);
    }
    if (found == '\0') {
        return extraction;
    }
    std::string table = with_tabs(text, found);
    if (table.size() > kLargestText) { // by a line end
        return refuse(RefusalKind::too_large,
                      "holds more than 64 MiB of text; give a smaller part");
    }
    if (table.find_first_not_of("\t\n") != std::string::npos) {
        extraction->text = std::move(table);
    }
    return extraction;
}

} // namespace sotto::extract
