#include "core/text/markdown_source.h"

#include "core/text/markdown_formula.h"
#include "core/text/markdown_lines.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <span>

namespace sotto {

namespace {

// U+FDD0, which no text has: Unicode sets it apart for use within a program. A parser takes it for
// a letter.
constexpr std::string_view kBorder = "\xEF\xB7\x90";

bool is_ascii_punctuation(char character) {
    return std::ispunct(static_cast<unsigned char>(character)) != 0;
}

bool is_in(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

/// Of Chinese, Japanese and Korean, which have no spaces around emphasis.
bool is_cjk_letter(char32_t code) {
    return is_in(code, 0x3005, 0x3007) || is_in(code, 0x3041, 0x30FA) ||
           is_in(code, 0x30FC, 0x312F) || is_in(code, 0x3131, 0x318E) ||
           is_in(code, 0x3400, 0x4DBF) || is_in(code, 0x4E00, 0x9FFF) ||
           is_in(code, 0xAC00, 0xD7A3) || is_in(code, 0xF900, 0xFAFF) ||
           is_in(code, 0xFF10, 0xFF19) || is_in(code, 0xFF21, 0xFF3A) ||
           is_in(code, 0xFF41, 0xFF5A) || is_in(code, 0xFF66, 0xFFDC) ||
           is_in(code, 0x20000, 0x3FFFF);
}

bool is_punctuation(char32_t code) {
    if (code < 0x80) {
        return is_ascii_punctuation(static_cast<char>(code));
    }
    return code == 0xA1 || code == 0xA7 || code == 0xAB || code == 0xB6 || code == 0xB7 ||
           code == 0xBB || code == 0xBF || is_in(code, 0x2010, 0x2027) ||
           is_in(code, 0x2030, 0x205E) || is_in(code, 0x3001, 0x3003) ||
           is_in(code, 0x3008, 0x3011) || is_in(code, 0x3014, 0x301F) || code == 0x3030 ||
           code == 0x30FB || is_in(code, 0xFF01, 0xFF0F) || is_in(code, 0xFF1A, 0xFF20) ||
           is_in(code, 0xFF3B, 0xFF40) || is_in(code, 0xFF5B, 0xFF65);
}

bool is_white_space(char32_t code) {
    return code <= 0x20 || code == 0xA0 || is_in(code, 0x2000, 0x200A) || code == 0x3000;
}

char32_t code_at(std::string_view text, std::size_t at) {
    const Utf8Step step = next_utf8(text.substr(at));
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if (step.kind != Utf8Kind::character || step.length == 1) {
        return byte(0);
    }
    char32_t code = byte(0) & (0x7FU >> step.length);
    for (std::size_t i = 1; i < step.length; ++i) {
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    return code;
}

char32_t code_before(std::string_view text, std::size_t at) {
    if (at == 0) {
        return U' ';
    }
    std::size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && is_continuation_byte(text[begin])) {
        --begin;
    }
    return code_at(text, begin);
}

/// A run of * or ~ and what stands around it. Source: CommonMark 0.31, section 6.2.
struct Delimiters {
    std::size_t size = 0;
    char32_t before = U' ';
    char32_t after = U' ';

    [[nodiscard]] bool can_open() const {
        return !is_white_space(after) &&
               (!is_punctuation(after) || is_white_space(before) || is_punctuation(before));
    }
    [[nodiscard]] bool can_close() const {
        return !is_white_space(before) &&
               (!is_punctuation(before) || is_white_space(after) || is_punctuation(after));
    }
};

/// Rewrites the lines of one paragraph, heading or table.
class Paragraph {
public:
    /// `text`: the lines from the first one's content on. `quotes`: depth of quotation.
    Paragraph(std::string_view text, int quotes, std::string& out)
        : text_(text), quotes_(quotes), row_(text.starts_with('|') ? TableRow::yes : TableRow::no),
          out_(out) {}

    void write() {
        while (at_ < text_.size()) {
            write_next();
        }
    }

private:
    void write_next() {
        const char character = text_[at_];
        if (character == '$' || character == '\\') {
            if (const std::size_t size = formula_size(text_, at_, row_); size > 0) {
                write_formula(text_.substr(at_, size));
                return;
            }
        }
        switch (character) {
        case '\\':
            copy(std::min<std::size_t>(2, text_.size() - at_));
            break;
        case '`':
            copy(code_span_size());
            break;
        case '*':
        case '~':
            write_delimiters(character);
            break;
        default:
            copy(std::max<std::size_t>(1, address_size()));
        }
    }

    void copy(std::size_t size) {
        out_ += text_.substr(at_, size);
        at_ += size;
    }

    [[nodiscard]] std::size_t run_size(std::size_t at) const {
        return std::min(text_.find_first_not_of(text_[at], at), text_.size()) - at;
    }

    /// A code span, or backticks that do not begin one.
    [[nodiscard]] std::size_t code_span_size() const {
        const std::size_t size = run_size(at_);
        std::size_t end = text_.find('`', at_ + size);
        while (end != std::string_view::npos) {
            const std::size_t closing = run_size(end);
            if (closing == size) {
                return end + size - at_;
            }
            end = text_.find('`', end + closing);
        }
        return size;
    }

    /// An address of a page; 0 = none begins here.
    [[nodiscard]] std::size_t address_size() const {
        const std::string_view rest = text_.substr(at_);
        if (!rest.starts_with("http://") && !rest.starts_with("https://") &&
            !rest.starts_with("www.")) {
            return 0;
        }
        return std::min(rest.find_first_of(" \t\r\n<>*"), rest.size());
    }

    void write_delimiters(char character) {
        const std::size_t size = run_size(at_);
        Delimiters run{size, code_before(text_, at_),
                       at_ + size < text_.size() ? code_at(text_, at_ + size) : U' '};
        if (character == '~' && size == 1) {
            out_ += '\\';
        } else if (size <= 3) {
            write_borders(run, is_open_[(character == '~' ? 4U : 0U) + size]);
            return;
        }
        copy(size);
    }

    /// Emphasis beside punctuation begins or ends where a letter stands on the other side.
    void write_borders(const Delimiters& run, bool& is_open) {
        const bool may_end = is_open && !is_white_space(run.before);
        if (may_end && (run.can_close() || is_cjk_letter(run.after))) {
            out_ += run.can_close() ? "" : kBorder;
            is_open = false;
            copy(run.size);
            return;
        }
        const bool begins =
            run.can_open() || (is_cjk_letter(run.before) && !is_white_space(run.after));
        copy(run.size);
        if (begins && !is_open) {
            out_ += run.can_open() ? "" : kBorder;
            is_open = true;
        }
    }

    /// Each sign of a formula stands for itself, and its lines stay lines.
    void write_formula(std::string_view formula) {
        for (std::size_t i = 0; i < formula.size(); ++i) {
            const char character = formula[i];
            if (character == '\n') {
                out_ += "\\\n";
                const std::size_t prefix = quotation_size(formula.substr(i + 1));
                out_ += formula.substr(i + 1, prefix);
                i += prefix;
            } else if (character != '\r') {
                out_ += is_ascii_punctuation(character) ? "\\" : "";
                out_ += character;
            }
        }
        at_ += formula.size();
    }

    /// The marks of quotation and the spaces that a line begins with.
    [[nodiscard]] std::size_t quotation_size(std::string_view line) const {
        std::size_t size = 0;
        for (int quotes = 0; size < line.size(); ++size) {
            if (line[size] == '>' && quotes < quotes_) {
                ++quotes;
            } else if (line[size] != ' ' && line[size] != '\t') {
                break;
            }
        }
        return size;
    }

    std::string_view text_;
    int quotes_;
    TableRow row_;
    std::string& out_;
    std::size_t at_ = 0;
    std::array<bool, 8> is_open_{}; // by size, * before ~
};

bool is_heading(std::string_view content) {
    return content.starts_with('#');
}

/// Whether a formula that stands for itself, $$ … $$ or \[ … \], is open at the end of a text.
bool ends_in_formula(std::string_view text) {
    std::size_t dollars = 0;
    bool in_brackets = false;
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const std::string_view pair = text.substr(at, 2);
        if (pair == "$$" && !in_brackets) {
            ++dollars;
            ++at;
        } else if (pair[0] == '\\') {
            in_brackets = pair == "\\[" || (in_brackets && pair != "\\]");
            ++at;
        }
    }
    return in_brackets || dollars % 2 == 1;
}

/// How many lines from the first on make one paragraph; 1 or more. Signs of lists and headings
/// within a formula begin nothing.
std::size_t paragraph_lines(std::string_view text, std::span<const MarkdownLine> lines) {
    const auto content = [&](std::size_t i) {
        return text.substr(lines[i].content, lines[i].end - lines[i].content);
    };
    if (is_heading(content(0)) || content(0).starts_with('|')) {
        return 1;
    }
    const auto up_to = [&](std::size_t count) {
        return text.substr(lines[0].content, lines[count - 1].end - lines[0].content);
    };
    constexpr std::size_t kMaxFormulaLines = 100;
    std::size_t count = 1;
    std::size_t sure = 0; // lines before a sign that begins something, outside a formula
    while (count < lines.size() && lines[count].kind == MarkdownLine::Kind::text &&
           lines[count].quotes <= lines[0].quotes &&
           (sure == 0 || count < sure + kMaxFormulaLines)) {
        const bool begins = lines[count].begins_item || is_heading(content(count)) ||
                            content(count).starts_with('|');
        if (begins && sure == 0) {
            sure = count;
        }
        if (begins && !ends_in_formula(up_to(count))) {
            return sure == count || !ends_in_formula(up_to(sure)) ? sure : count;
        }
        ++count;
    }
    return sure > 0 && ends_in_formula(up_to(count)) ? sure : count;
}

/// A fence around fences is longer than they are.
void write_fence(std::string_view text, const MarkdownLine& line, std::string& out) {
    out += text.substr(line.begin, line.content - line.begin);
    if (line.inner_fence >= line.fence_size) {
        out.append(line.inner_fence + 1 - line.fence_size, text[line.content]);
    }
    out += text.substr(line.content, line.end - line.content);
}

} // namespace

std::string prepared_markdown(std::string_view markdown) {
    const std::vector<MarkdownLine> lines = markdown_lines(markdown);
    std::string out;
    out.reserve(markdown.size() + markdown.size() / 8);
    for (std::size_t i = 0; i < lines.size();) {
        const MarkdownLine& line = lines[i];
        const MarkdownLine* last = &line;
        if (line.kind == MarkdownLine::Kind::text) {
            const std::size_t count = paragraph_lines(markdown, std::span(lines).subspan(i));
            last = &lines[i + count - 1];
            out += markdown.substr(line.begin, line.content - line.begin);
            Paragraph(markdown.substr(line.content, last->end - line.content), line.quotes, out)
                .write();
            i += count;
        } else if (line.fence_size > 0) {
            write_fence(markdown, line, out);
            ++i;
        } else {
            out += markdown.substr(line.begin, line.end - line.begin);
            ++i;
        }
        out += last->end < markdown.size() ? "\n" : "";
    }
    return out;
}

std::string without_borders(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t border = std::min(text.find(kBorder, at), text.size());
        plain += text.substr(at, border - at);
        at = border + (border < text.size() ? kBorder.size() : 0);
    }
    return plain;
}

} // namespace sotto
