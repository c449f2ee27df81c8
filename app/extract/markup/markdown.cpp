#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"
#include "core/text/utf8.h"

#include <md4c.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

std::string_view take_line(std::string_view& text) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return line.substr(0, line.find_last_not_of(" \t") + 1);
}

// Whether a line of metadata gives a name a value: "title: x", "title = 'x'".
bool is_entry(std::string_view line, char sign) {
    const std::size_t at = line.find(sign);
    return at != std::string_view::npos && at > 0 && line.front() != ' ' && line.front() != '-' &&
           line.find_first_of("{}<>|") > at;
}

// The length of the metadata that some programs write before the text, between lines of hyphens
// (YAML) or of plus signs (TOML).
std::size_t metadata_length(std::string_view text) {
    std::string_view rest = text;
    const std::string_view mark = take_line(rest);
    if (mark != "---" && mark != "+++") {
        return 0;
    }
    bool has_entry = false;
    bool is_first = true;
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        if (line == mark || (mark == "---" && line == "...")) {
            return has_entry ? text.size() - rest.size() : 0;
        }
        if (std::exchange(is_first, false) && line.empty()) {
            return 0; // a rule across the page
        }
        has_entry = has_entry || is_entry(line, mark == "---" ? ':' : '=');
    }
    return 0;
}

// Collects the headings that md4c reports.
class Headings {
public:
    explicit Headings(std::string_view text) : text_(text) {}

    [[nodiscard]] std::vector<DocumentMark> take() { return std::move(marks_); }

    void enter(MD_BLOCKTYPE type) {
        quotations_ += type == MD_BLOCK_QUOTE ? 1 : 0;
        if (type == MD_BLOCK_H) {
            is_in_heading_ = true;
            label_.clear();
            begin_ = std::string_view::npos;
        }
    }

    // Returns whether there is room for more.
    bool leave(MD_BLOCKTYPE type) {
        quotations_ -= type == MD_BLOCK_QUOTE ? 1 : 0;
        if (type != MD_BLOCK_H) {
            return true;
        }
        is_in_heading_ = false;
        std::string label = to_label(label_);
        // Headings in a quotation are those of another text.
        if (quotations_ == 0 && !label.empty() && begin_ != std::string_view::npos &&
            begin_ >= counted_) {
            offset_ += count_code_points(text_.substr(counted_, begin_ - counted_));
            counted_ = begin_;
            marks_.push_back({DocumentMarkKind::section, offset_, std::move(label)});
        }
        return marks_.size() < kMaxMarks;
    }

    void take_text(MD_TEXTTYPE type, std::string_view text) {
        if (!is_in_heading_ || type == MD_TEXT_HTML || type == MD_TEXT_NULLCHAR) {
            return;
        }
        const bool is_break = type == MD_TEXT_BR || type == MD_TEXT_SOFTBR;
        label_ += is_break ? std::string_view(" ") : text;
        // All other texts are parts of the document. (Addresses are compared as numbers, since
        // they need not be of one array.)
        const auto at = reinterpret_cast<std::uintptr_t>(text.data());
        const auto first = reinterpret_cast<std::uintptr_t>(text_.data());
        if (begin_ == std::string_view::npos && !is_break && at >= first &&
            at < first + text_.size()) {
            const std::size_t line = text_.rfind('\n', at - first);
            begin_ = line == std::string_view::npos ? 0 : line + 1;
        }
    }

private:
    std::string_view text_;
    std::vector<DocumentMark> marks_;
    std::string label_;
    std::size_t begin_ = 0;   ///< of the heading's line
    std::size_t counted_ = 0; ///< bytes whose characters are counted in offset_
    std::int64_t offset_ = 0;
    int quotations_ = 0;
    bool is_in_heading_ = false;
};

std::vector<DocumentMark> headings_of(std::string_view text) {
    const std::size_t begin = metadata_length(text);
    Headings headings(text);
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH;
    parser.enter_block = [](MD_BLOCKTYPE type, void* /*detail*/, void* data) {
        static_cast<Headings*>(data)->enter(type);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* /*detail*/, void* data) {
        return static_cast<Headings*>(data)->leave(type) ? 0 : 1;
    };
    parser.enter_span = [](MD_SPANTYPE /*type*/, void* /*detail*/, void* /*data*/) { return 0; };
    parser.leave_span = parser.enter_span;
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* piece, MD_SIZE size, void* data) {
        static_cast<Headings*>(data)->take_text(type, {piece, size});
        return 0;
    };
    // It can only fail for lack of memory, or stop where there are marks enough.
    const std::string_view body = text.substr(begin);
    md_parse(body.data(), static_cast<MD_SIZE>(body.size()), &parser, &headings);
    return headings.take();
}

} // namespace

Extraction extract_markdown(std::string_view bytes) {
    Extraction extraction = extract_plain_text(bytes);
    if (extraction) {
        extraction->marks = headings_of(extraction->text);
    }
    return extraction;
}

} // namespace sotto::extract
