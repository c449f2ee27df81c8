#include "core/text/markdown_lines.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

namespace sotto {

namespace {

// A block of Markdown within fences is not longer; keeps the search for its end short.
constexpr std::size_t kMaxNestedBytes = 16384;
constexpr int kTab = 4;

bool is_space(char character) {
    return character == ' ' || character == '\t';
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// A place in a line and its column, where tabs reach to the next multiple of four.
struct Cursor {
    std::string_view line;
    std::size_t at = 0;
    int column = 0;

    [[nodiscard]] bool is_end() const { return at >= line.size(); }
    [[nodiscard]] std::string_view rest() const { return line.substr(at); }
    void step() {
        column += line[at] == '\t' ? kTab - column % kTab : 1;
        ++at;
    }
    void skip_spaces() {
        while (!is_end() && is_space(line[at])) {
            step();
        }
    }
};

struct Fence {
    char character = 0;
    std::size_t size = 0;
    std::string_view info;
};

/// The fence that a text begins with.
std::optional<Fence> fence_at(std::string_view text) {
    if (text.empty() || (text[0] != '`' && text[0] != '~')) {
        return std::nullopt;
    }
    const std::size_t size = std::min(text.find_first_not_of(text[0]), text.size());
    const std::string_view info = text.substr(size);
    if (size < 3 || (text[0] == '`' && info.contains('`'))) {
        return std::nullopt;
    }
    return Fence{text[0], size, info};
}

bool closes(const Fence& fence, const Fence& opened) {
    return fence.character == opened.character && fence.size >= opened.size && is_blank(fence.info);
}

bool holds_markdown(std::string_view info) {
    const std::size_t begin = std::min(info.find_first_not_of(" \t"), info.size());
    std::string name(info.substr(begin, info.find_first_of(" \t\r", begin) - begin));
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name == "markdown" || name == "md" || name == "mdx";
}

/// The bytes of a list marker that a text begins with; 0 = none.
std::size_t marker_size(std::string_view text) {
    constexpr std::size_t kMaxDigits = 9;
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits > kMaxDigits || digits == text.size()) {
        return 0;
    }
    const char sign = text[digits];
    const bool is_sign =
        digits > 0 ? sign == '.' || sign == ')' : sign == '-' || sign == '+' || sign == '*';
    const bool ends = digits + 1 == text.size() || is_space(text[digits + 1]);
    return is_sign && ends ? digits + 1 : 0;
}

/// A rule such as "* * *", which is no list.
bool is_rule(std::string_view text) {
    const char sign = text.empty() ? '\0' : text[0];
    return (sign == '*' || sign == '-') && std::ranges::count(text, sign) >= 3 &&
           text.find_first_not_of(std::string{sign, ' ', '\t', '\r'}) == std::string_view::npos;
}

std::string_view line_at(std::string_view text, std::size_t begin) {
    return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

class Reader {
public:
    Reader(std::string_view text, HalfNested half_nested)
        : text_(text), half_nested_(half_nested) {}

    std::vector<MarkdownLine> read() {
        for (std::size_t begin = 0; begin < text_.size();) {
            MarkdownLine line;
            line.begin = begin;
            line.end = begin + line_at(text_, begin).size();
            read_line(line);
            lines_.push_back(line);
            before_ = line.kind;
            begin = line.end + 1;
        }
        return std::move(lines_);
    }

private:
    using Kind = MarkdownLine::Kind;

    void read_line(MarkdownLine& line) {
        Cursor cursor{text_.substr(line.begin, line.end - line.begin)};
        line.quotes = skip_quotes(cursor, fence_ ? fence_quotes_ : kMaxQuotes);
        cursor.skip_spaces();
        line.content = line.begin + cursor.at;
        if (fence_ && !ends_fence_container(line, cursor)) {
            read_code(line, cursor.rest());
            return;
        }
        fence_.reset();
        if (is_blank(cursor.rest())) {
            line.kind = Kind::blank;
            return;
        }
        read_text(line, cursor);
    }

    // Up to `most` marks of quotation.
    static int skip_quotes(Cursor& cursor, int most) {
        int quotes = 0;
        Cursor next = cursor;
        while (quotes < most) {
            next.skip_spaces();
            if (next.is_end() || next.line[next.at] != '>') {
                break;
            }
            next.step();
            cursor = next;
            ++quotes;
        }
        if (quotes > 0) { // columns count from the quotation on
            cursor.at += !cursor.is_end() && cursor.line[cursor.at] == ' ' ? 1 : 0;
            cursor.column = 0;
        }
        return quotes;
    }

    [[nodiscard]] bool ends_fence_container(const MarkdownLine& line, const Cursor& cursor) const {
        return line.quotes < fence_quotes_ ||
               (!is_blank(cursor.rest()) && cursor.column < fence_column_);
    }

    void read_code(MarkdownLine& line, std::string_view content) {
        line.kind = Kind::code;
        const auto fence = fence_at(content);
        if (!fence || !closes(*fence, *fence_) || line.begin < nested_end_) {
            return;
        }
        line.kind = Kind::fence_end;
        line.fence_size = fence->size;
        line.inner_fence = inner_fence_;
        fence_.reset();
    }

    void read_text(MarkdownLine& line, Cursor& cursor) {
        if (line.quotes != quotes_) {
            items_.clear();
            quotes_ = line.quotes;
        }
        const bool continues = before_ == Kind::text && in_paragraph_ &&
                               marker_size(cursor.rest()) == 0 && !fence_at(cursor.rest());
        while (!continues && !items_.empty() && cursor.column < items_.back()) {
            items_.pop_back();
        }
        const int base = items_.empty() ? 0 : items_.back();
        if (!continues && cursor.column >= base + kTab) {
            line.kind = Kind::indented_code;
            return;
        }
        read_markers(line, cursor);
        line.content = line.begin + cursor.at;
        in_paragraph_ = !is_rule(cursor.rest()) && !cursor.rest().starts_with('#');
        if (const auto fence = fence_at(cursor.rest())) {
            open_fence(line, *fence);
        }
    }

    void read_markers(MarkdownLine& line, Cursor& cursor) {
        while (!is_rule(cursor.rest())) {
            const std::size_t size = marker_size(cursor.rest());
            if (size == 0) {
                return;
            }
            for (std::size_t i = 0; i < size; ++i) {
                cursor.step();
            }
            const int marker_end = cursor.column;
            cursor.skip_spaces();
            const bool is_wide = cursor.column > marker_end + kTab || cursor.is_end();
            items_.push_back(is_wide ? marker_end + 1 : cursor.column);
            line.begins_item = true;
        }
    }

    void open_fence(MarkdownLine& line, const Fence& fence) {
        line.kind = Kind::fence_begin;
        line.fence_size = fence.size;
        fence_ = fence;
        fence_quotes_ = line.quotes;
        fence_column_ = items_.empty() ? 0 : items_.back();
        inner_fence_ = 0;
        nested_end_ = holds_markdown(fence.info) ? end_of_nested(line.end + 1, fence) : 0;
        line.inner_fence = inner_fence_;
    }

    // Where the line begins that closes a fence within which fences come in pairs; 0 = there are
    // none.
    std::size_t end_of_nested(std::size_t begin, const Fence& outer) {
        const std::size_t limit = std::min(text_.size(), begin + kMaxNestedBytes);
        int depth = 0;
        std::size_t longest = 0;
        while (begin < limit) {
            const std::string_view line = line_at(text_, begin);
            const std::size_t at = std::min(line.find_first_not_of(" \t>"), line.size());
            if (const auto fence = fence_at(line.substr(at))) {
                if (!is_blank(fence->info)) {
                    ++depth;
                    longest = std::max(longest, fence->size);
                } else if (depth == 0 && closes(*fence, outer)) {
                    inner_fence_ = longest;
                    return longest > 0 ? begin : 0;
                } else {
                    depth -= depth > 0 ? 1 : 0;
                }
            }
            begin += line.size() + 1;
        }
        return longest > 0 && half_nested_ == HalfNested::stays_open ? text_.size() : 0;
    }

    static constexpr int kMaxQuotes = 64;

    std::string_view text_;
    HalfNested half_nested_;
    std::vector<MarkdownLine> lines_;
    Kind before_ = Kind::blank;
    bool in_paragraph_ = false; // the line before, if it is text
    int quotes_ = 0;
    std::vector<int> items_; // columns where the contents of the open list items begin
    std::optional<Fence> fence_;
    int fence_quotes_ = 0;
    int fence_column_ = 0;
    std::size_t inner_fence_ = 0;
    std::size_t nested_end_ = 0; // no line before it closes the fence
};

} // namespace

std::vector<MarkdownLine> markdown_lines(std::string_view text, HalfNested half_nested) {
    return Reader(text, half_nested).read();
}

} // namespace sotto
