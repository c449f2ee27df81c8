#include "inference/jinja/syntax/lexer.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <optional>
#include <utility>

namespace sotto::inference::jinja {

namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";
constexpr std::size_t kNone = std::string_view::npos;

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// As Python reads text files: every line ends with LF; the last line break is dropped.
std::string normalized(std::string_view source) {
    std::string made;
    made.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '\r') {
            made += '\n';
            i += i + 1 < source.size() && source[i + 1] == '\n' ? 1 : 0;
        } else {
            made += source[i];
        }
    }
    if (made.ends_with('\n')) {
        made.pop_back();
    }
    return made;
}

class Lexer {
public:
    explicit Lexer(std::string_view source) : source_(source) {}

    Result<std::vector<Token>> run() {
        while (!error_ && at_ < source_.size()) {
            read_text();
        }
        if (error_) {
            return std::unexpected(std::move(*error_));
        }
        add(TokenKind::end);
        return std::move(tokens_);
    }

private:
    void add(TokenKind kind, std::string text = {}) {
        tokens_.push_back({.kind = kind, .text = std::move(text), .line = line()});
    }

    std::size_t line() {
        const auto behind = source_.begin() + static_cast<std::ptrdiff_t>(at_);
        line_ += static_cast<std::size_t>(
            std::count(source_.begin() + static_cast<std::ptrdiff_t>(counted_), behind, '\n'));
        counted_ = at_;
        return line_;
    }

    void refuse(std::string_view what) {
        error_ = Error{ErrorCode::corrupt_data,
                       std::format("The chat template has {} in line {}.", what, line())};
    }

    std::size_t next_tag() const {
        for (std::size_t at = source_.find('{', at_); at != kNone; at = source_.find('{', at + 1)) {
            if (at + 1 < source_.size() && std::string_view("{%#").contains(source_[at + 1])) {
                return at;
            }
        }
        return source_.size();
    }

    /// Text up to the next tag, then that tag.
    void read_text() {
        const std::size_t tag = next_tag();
        std::string_view text = source_.substr(at_, tag - at_);
        const bool begins_line = begins_line_;
        begins_line_ = false;
        if (tag == source_.size()) {
            add_text(text);
            at_ = tag;
            return;
        }
        const char kind = source_[tag + 1];
        const char control = tag + 2 < source_.size() ? source_[tag + 2] : ' ';
        if (control == '-') {
            text = text.substr(0, text.find_last_not_of(kSpace) + 1);
        } else if (kind != '{' && control != '+') {
            const std::size_t line_start = text.rfind('\n') + 1; // 0: no line break
            const bool is_blank = text.substr(line_start).find_first_not_of(kSpace) == kNone;
            if (is_blank && (line_start > 0 || begins_line)) {
                text = text.substr(0, line_start);
            }
        }
        add_text(text);
        at_ = tag;
        const bool has_control = control == '-' || (control == '+' && kind != '{');
        const std::size_t begin = tag + (has_control ? 3 : 2);
        if (kind == '#') {
            read_comment(begin);
        } else {
            read_tag(kind, begin);
        }
    }

    void add_text(std::string_view text) {
        if (!text.empty()) {
            add(TokenKind::text, std::string(text));
        }
    }

    /// After a tag that ends at `end`. `control`: the sign before its end.
    void skip_after(std::size_t end, char control, char kind) {
        at_ = end;
        if (control == '-') {
            at_ = std::min(source_.find_first_not_of(kSpace, at_), source_.size());
        } else if (control != '+' && kind != '{' && at_ < source_.size() && source_[at_] == '\n') {
            ++at_;
        }
        begins_line_ = at_ > end && source_[at_ - 1] == '\n';
    }

    void read_comment(std::size_t begin) {
        const std::size_t end = source_.find("#}", begin);
        if (end == kNone) {
            return refuse("a comment without an end");
        }
        skip_after(end + 2, end > begin ? source_[end - 1] : ' ', '#');
    }

    void read_tag(char kind, std::size_t begin) {
        add(kind == '{' ? TokenKind::output_begin : TokenKind::block_begin);
        const std::string_view closing = kind == '{' ? "}}" : "%}";
        at_ = begin;
        std::size_t brackets = 0;
        while (!error_) {
            at_ = source_.find_first_not_of(kSpace, at_);
            if (at_ == kNone) {
                at_ = source_.size();
                return refuse("a tag without an end");
            }
            const std::string_view rest = source_.substr(at_);
            const bool has_control =
                rest.size() > 2 && (rest[0] == '-' || (rest[0] == '+' && kind != '{'));
            if (brackets == 0 && rest.substr(has_control ? 1 : 0).starts_with(closing)) {
                add(kind == '{' ? TokenKind::output_end : TokenKind::block_end);
                return skip_after(at_ + (has_control ? 3 : 2), has_control ? rest[0] : ' ', kind);
            }
            read_token(rest, brackets);
        }
    }

    void read_token(std::string_view rest, std::size_t& brackets) {
        const char c = rest[0];
        if (is_name_start(c)) {
            std::size_t size = 1;
            while (size < rest.size() && (is_name_start(rest[size]) || is_digit(rest[size]))) {
                ++size;
            }
            constexpr std::size_t kLongest = 256;
            if (size > kLongest) {
                return refuse("a name that is too long");
            }
            add(TokenKind::name, std::string(rest.substr(0, size)));
            at_ += size;
        } else if (is_digit(c)) {
            read_number(rest);
        } else if (c == '"' || c == '\'') {
            read_string(rest);
        } else {
            read_sign(rest, brackets);
        }
    }

    void read_number(std::string_view rest) {
        std::size_t size = std::min(rest.find_first_not_of("0123456789"), rest.size());
        const bool has_fraction =
            size + 1 < rest.size() && rest[size] == '.' && is_digit(rest[size + 1]);
        if (has_fraction) {
            size = std::min(rest.find_first_not_of("0123456789", size + 1), rest.size());
        }
        Token token{.kind = has_fraction ? TokenKind::floating : TokenKind::integer,
                    .line = line()};
        const char* const end = rest.data() + size;
        const auto parsed = has_fraction ? std::from_chars(rest.data(), end, token.floating)
                                         : std::from_chars(rest.data(), end, token.integer);
        if (parsed.ec != std::errc{} ||
            (size < rest.size() && (is_name_start(rest[size]) || rest[size] == '.'))) {
            return refuse("a number that cannot be read");
        }
        tokens_.push_back(std::move(token));
        at_ += size;
    }

    void read_sign(std::string_view rest, std::size_t& brackets) {
        constexpr std::array<std::string_view, 26> kSigns{
            "==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "|",
            ".",  ",",  ":",  "(",  ")",  "[",  "]", "{", "}", "<", ">", "=", ";"};
        const auto* const sign =
            std::ranges::find_if(kSigns, [&](std::string_view s) { return rest.starts_with(s); });
        if (sign == kSigns.end()) {
            return refuse("a character that cannot be read");
        }
        if (std::string_view("([{").contains((*sign)[0])) {
            ++brackets;
        } else if (std::string_view(")]}").contains((*sign)[0])) {
            if (brackets == 0) {
                return refuse("a closing bracket too many");
            }
            --brackets;
        }
        add(TokenKind::sign, std::string(*sign));
        at_ += sign->size();
    }

    void read_string(std::string_view rest) {
        std::string text;
        std::size_t i = 1;
        while (i < rest.size() && rest[i] != rest[0]) {
            if (rest[i] != '\\') {
                text += rest[i++];
            } else if (!read_escape(rest, i, text)) {
                return refuse("an escape sequence that cannot be read");
            }
        }
        if (i >= rest.size()) {
            return refuse("a string without an end");
        }
        add(TokenKind::string, std::move(text));
        at_ += i + 1;
    }

    /// Python's escapes. `i`: of the backslash, then behind the escape.
    static bool read_escape(std::string_view rest, std::size_t& i, std::string& text) {
        constexpr std::string_view kLetters = "ntr\\'\"abfv0\n";
        constexpr std::string_view kMeant("\n\t\r\\'\"\a\b\f\v\0", 11);
        if (i + 1 >= rest.size()) {
            return false;
        }
        const char c = rest[i + 1];
        i += 2;
        if (const auto letter = kLetters.find(c); letter != kNone) {
            if (letter < kMeant.size()) {
                text += kMeant[letter];
            }
            return true;
        }
        const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0) { // any other backslash is itself
            text += '\\';
            text += c;
            return true;
        }
        std::uint32_t point = 0;
        const std::string_view hex = rest.substr(std::min(i, rest.size()), digits);
        const auto parsed = std::from_chars(hex.data(), hex.data() + hex.size(), point, 16);
        const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (hex.size() < digits || parsed.ptr != hex.data() + digits || is_surrogate ||
            point > 0x10FFFF) {
            return false;
        }
        i += digits;
        append_utf8(text, static_cast<char32_t>(point));
        return true;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;
    std::size_t line_ = 1;
    bool begins_line_ = true;
    std::vector<Token> tokens_;
    std::optional<Error> error_;
};

} // namespace

Result<std::vector<Token>> read_tokens(std::string_view source) {
    const std::string text = normalized(source);
    return Lexer(text).run();
}

} // namespace sotto::inference::jinja
