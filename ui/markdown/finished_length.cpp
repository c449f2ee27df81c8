#include "ui/markdown/finished_length.h"

#include "core/text/markdown_lines.h"

namespace sotto::ui {

namespace {

/// Whether a line begins a list item, or might once the rest of it has come.
bool may_begin_item(std::string_view line) {
    constexpr std::size_t kLongestNumber = 9;
    const std::size_t digits = line.find_first_not_of("0123456789");
    if (digits == std::string_view::npos) {
        return line.size() <= kLongestNumber;
    }
    const std::size_t sign = digits <= kLongestNumber ? digits : 0;
    const bool is_sign = sign > 0 ? line[sign] == '.' || line[sign] == ')'
                                  : line[0] == '-' || line[0] == '*' || line[0] == '+';
    return is_sign && (sign + 1 == line.size() || line[sign + 1] == ' ' || line[sign + 1] == '\t' ||
                       line[sign + 1] == '\n');
}

} // namespace

std::size_t finished_length(std::string_view utf8) {
    using LineKind = MarkdownLine::Kind;
    std::size_t finished = 0;
    bool after_blank = false;
    bool in_list = false;
    for (const MarkdownLine& line : markdown_lines(utf8, HalfNested::stays_open)) {
        // With its line feed, if that has come.
        const std::string_view text = utf8.substr(line.begin, line.end + 1 - line.begin);
        const bool in_code = line.kind == LineKind::code || line.kind == LineKind::fence_end;
        const bool is_flush_left =
            line.kind != LineKind::blank && text[0] != ' ' && text[0] != '\t';
        const bool item = is_flush_left && may_begin_item(text);
        if (!in_code && after_blank && is_flush_left && !(in_list && item)) {
            finished = line.begin;
            in_list = false;
        }
        in_list = in_list || (item && !in_code);
        after_blank = line.kind == LineKind::blank;
    }
    return finished;
}

} // namespace sotto::ui
