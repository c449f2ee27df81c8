#include "app/export/markdown_message.h"

#include "app/export/markdown_structure.h"
#include "core/text/markdown_lines.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <span>
#include <vector>

namespace sotto::app {

namespace {

using LineKind = MarkdownLine::Kind;

std::string with_line_feeds(std::string_view text) {
    std::string lines;
    lines.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        lines += text[i] == '\r' ? '\n' : text[i];
        i += is_pair ? 1 : 0;
    }
    return lines;
}

/// Rewrites a message so that all of it is shown.
class Rewriter {
public:
    explicit Rewriter(std::string_view text)
        : text_(text), bytes_(markdown_bytes(text)), lines_(markdown_lines(text)),
          paragraph_ends_(lines_.size()) {
        for (std::size_t line = lines_.size(); line-- > 0;) {
            const bool goes_on =
                line + 1 < lines_.size() && lines_[line + 1].kind == LineKind::text;
            paragraph_ends_[line] = goes_on ? paragraph_ends_[line + 1] : lines_[line].end;
        }
    }

    std::string rewrite() {
        for (line_ = 0; line_ < lines_.size(); ++line_) {
            if (lines_[line_].kind == LineKind::text) {
                raise_heading();
                replace_underline();
                show_definition();
            }
        }
        show_html();
        return edited();
    }

private:
    struct Edit {
        std::size_t at = 0;
        std::size_t erased = 0;
        std::string added;
    };

    [[nodiscard]] std::string_view content(std::size_t line) const {
        const std::size_t begin = lines_[line].content;
        return text_.substr(begin, lines_[line].end - begin);
    }
    [[nodiscard]] bool is_mark(std::size_t at) const { return bytes_[at] == MarkdownByte::mark; }

    /// "# a" is of level 3: 1 and 2 are the title and the speakers.
    void raise_heading() {
        constexpr std::size_t kDeepest = 6;
        const std::string_view line = content(line_);
        const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
        const bool ends = level == line.size() || line[level] == ' ' || line[level] == '\t';
        if (level > 0 && level <= kDeepest && ends && is_mark(lines_[line_].content)) {
            edits_.push_back({lines_[line_].content, 0,
                              std::string(std::min<std::size_t>(2, kDeepest - level), '#')});
        }
    }

    /// Whether a line is text of a heading that is underlined.
    [[nodiscard]] bool is_underlined(std::size_t line) const {
        const auto& at = lines_[line];
        return at.kind == LineKind::text && !content(line).starts_with('#') &&
               std::ranges::contains(std::span(bytes_).subspan(at.content, at.end - at.content),
                                     MarkdownByte::heading);
    }

    void replace_underline() {
        const std::string_view line = content(line_);
        const char sign = line.front();
        const bool is_underline =
            (sign == '=' || sign == '-') &&
            line.find_first_not_of(std::string{sign, ' ', '\t'}) == std::string_view::npos;
        if (!is_underline || line_ == 0 || !is_mark(lines_[line_].content) ||
            !is_underlined(line_ - 1)) {
            return;
        }
        if (line_ > 1 && is_underlined(line_ - 2) && !lines_[line_ - 1].begins_item) {
            edits_.push_back({lines_[line_].content, 0, "\\"}); // a heading of several lines
            return;
        }
        edits_.push_back({lines_[line_ - 1].content, 0, sign == '=' ? "### " : "#### "});
        edits_.push_back({lines_[line_].content, line.size(), ""});
    }

    /// "[a]: b" and "[^1]: b" are text.
    void show_definition() {
        constexpr std::size_t kMaxLabel = 1000; // characters, in CommonMark
        const std::size_t begin = lines_[line_].content;
        const std::string_view rest =
            text_.substr(begin, std::min(paragraph_ends_[line_] - begin, kMaxLabel));
        if (!rest.starts_with('[')) {
            return;
        }
        std::size_t close = 1;
        while (close < rest.size() && rest[close] != ']' && rest[close] != '[') {
            close += rest[close] == '\\' ? 2 : 1;
        }
        const bool is_definition =
            close + 1 < rest.size() && rest[close] == ']' && rest[close + 1] == ':';
        if (is_definition && (is_mark(begin) || rest.starts_with("[^"))) {
            edits_.push_back({begin, 0, "\\"});
        }
    }

    /// HTML begins a line or ends within the paragraph.
    void show_html() {
        std::size_t close = 0;
        for (std::size_t line = 0; line < lines_.size(); ++line) {
            for (std::size_t at = lines_[line].content; at < lines_[line].end; ++at) {
                if (text_[at] != '<' || !begins_tag(at)) {
                    continue;
                }
                close = close < at ? std::min(text_.find('>', at), text_.size()) : close;
                if (at == lines_[line].content || close < paragraph_ends_[line]) {
                    edits_.push_back({at, 0, "\\"});
                }
            }
        }
    }

    /// Whether a `<` could begin a tag, a comment or an instruction.
    [[nodiscard]] bool begins_tag(std::size_t at) const {
        const char next = at + 1 < text_.size() ? text_[at + 1] : ' ';
        const bool is_escaped = at > 0 && text_[at - 1] == '\\' && is_mark(at - 1);
        const bool may_begin = std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' ||
                               next == '!' || next == '?';
        return may_begin && !is_escaped && bytes_[at] != MarkdownByte::code &&
               !(is_mark(at) && is_address(at));
    }

    /// "<https://a.example>"
    [[nodiscard]] bool is_address(std::size_t at) const {
        const std::string_view rest = text_.substr(at + 1);
        const std::size_t end = rest.find_first_of("<> \t\n");
        return end != std::string_view::npos && rest[end] == '>' &&
               rest.substr(0, end).find_first_of(":@") != std::string_view::npos;
    }

    std::string edited() {
        std::ranges::stable_sort(edits_, {}, &Edit::at);
        std::string out;
        std::size_t at = 0;
        for (const Edit& edit : edits_) {
            out += text_.substr(at, edit.at - at);
            out += edit.added;
            at = edit.at + edit.erased;
        }
        return out += text_.substr(at);
    }

    std::string_view text_;
    std::vector<MarkdownByte> bytes_;
    std::vector<MarkdownLine> lines_;
    std::vector<std::size_t> paragraph_ends_; // for each line
    std::size_t line_ = 0;
    std::vector<Edit> edits_;
};

/// The line that closes the code block which is open at the end of a text; empty = none is.
std::string closing_line(std::string_view text) {
    std::string line;
    for (const MarkdownLine& each : markdown_lines(text)) {
        if (each.kind == LineKind::fence_begin) {
            std::string prefix(text.substr(each.begin, each.content - each.begin));
            // A list marker would begin another item.
            std::ranges::replace_if(
                prefix, [](char sign) { return sign != '>' && sign != '\t'; }, ' ');
            line = prefix + std::string(text.substr(each.content, each.fence_size));
        } else if (each.kind != LineKind::code) {
            line.clear();
        }
    }
    return line;
}

/// A text as a code block, for what cannot be closed otherwise.
std::string as_code(std::string_view text) {
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char character : text) {
        run = character == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    return fence + '\n' + std::string(text) + '\n' + fence;
}

} // namespace

std::string markdown_message(std::string_view text) {
    const std::string lines = with_line_feeds(text);
    std::string shown = Rewriter(lines).rewrite();
    while (shown.ends_with('\n')) {
        shown.pop_back();
    }
    if (const std::string line = closing_line(shown); !line.empty()) {
        if (const std::string closed = shown + '\n' + line; can_be_followed(closed)) {
            return closed;
        }
    }
    return can_be_followed(shown) ? shown : as_code(lines);
}

std::string markdown_title(std::string_view title) {
    constexpr std::string_view kSigns = "\\`*_[]<&~$";
    std::string line;
    for (const char character : title) {
        line += kSigns.contains(character) ? "\\" : "";
        line += character == '\n' || character == '\r' ? ' ' : character;
    }
    // "#" at the end would be taken for the end of the heading.
    const std::size_t end = line.find_last_not_of('#');
    if (line.ends_with('#')) {
        line.insert(end == std::string::npos ? 0 : end + 1, "\\");
    }
    return line;
}

} // namespace sotto::app
