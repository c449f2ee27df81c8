#include "ui/markdown/finished_length.h"

namespace sotto::ui {

namespace {

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The run of ` or ~ a code fence line starts with; empty when the line is no fence.
std::string_view fence_of(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos || (line[begin] != '`' && line[begin] != '~')) {
        return {};
    }
    std::size_t end = line.find_first_not_of(line[begin], begin);
    end = end == std::string_view::npos ? line.size() : end;
    return end - begin >= 3 ? line.substr(begin, end - begin) : std::string_view{};
}

bool closes(std::string_view fence, std::string_view line) {
    const std::string_view run = fence_of(line);
    return run.size() >= fence.size() && run.front() == fence.front() &&
           is_blank(line.substr(static_cast<std::size_t>(run.data() - line.data()) + run.size()));
}

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
    std::size_t finished = 0;
    std::string_view fence;
    bool after_blank = false;
    bool in_list = false;
    for (std::size_t begin = 0; begin < utf8.size();) {
        const std::size_t newline = utf8.find('\n', begin);
        const std::size_t end = newline == std::string_view::npos ? utf8.size() : newline + 1;
        const std::string_view line = utf8.substr(begin, end - begin);
        const bool is_flush_left = !is_blank(line) && line[0] != ' ' && line[0] != '\t';
        const bool item = is_flush_left && may_begin_item(line);
        if (fence.empty() && after_blank && is_flush_left && !(in_list && item)) {
            finished = begin;
            in_list = false;
        }
        if (!fence.empty()) {
            fence = newline != std::string_view::npos && closes(fence, line) ? std::string_view{}
                                                                             : fence;
        } else {
            fence = fence_of(line);
            in_list = in_list || item;
        }
        after_blank = fence.empty() && is_blank(line);
        begin = end;
    }
    return finished;
}

} // namespace sotto::ui
