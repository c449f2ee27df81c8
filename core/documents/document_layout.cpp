#include "core/documents/document_layout.h"

#include "core/text/text_parts.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <utility>

namespace sotto {

namespace {

constexpr std::size_t kMaxPieceBytes = 1000;
constexpr std::string_view kSpace = " \t\r\n\f\v";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

// Whether a line is the heading `label`, in Markdown or not.
bool is_heading(std::string_view line, std::string_view label) {
    line = trimmed(line);
    const auto words = line.find_first_not_of('#');
    return words != std::string_view::npos && trimmed(line.substr(words)) == trimmed(label);
}

class Cutter {
public:
    explicit Cutter(const DocumentText& document) : document_(document), text_(document.text) {}

    std::vector<TextPassage> run() && {
        std::size_t begin = 0;
        for (const DocumentMark& mark : document_.marks) {
            // A mark inside the heading of another one is put behind it.
            const std::size_t place = std::max(begin, byte_of(mark.offset));
            add_text(begin, place);
            begin = place + add_mark(mark, place);
        }
        add_text(begin, text_.size());
        return std::move(passages_);
    }

private:
    // Called in ascending order.
    std::size_t byte_of(std::int64_t offset) {
        mark_byte_ = advance_code_points(text_, mark_byte_, offset - marked_);
        marked_ = std::max(marked_, offset);
        return mark_byte_;
    }

    // Returns the number of bytes that the mark's heading takes.
    std::size_t add_mark(const DocumentMark& mark, std::size_t begin) {
        if (mark.label.empty()) {
            return 0;
        }
        if (mark.kind == DocumentMarkKind::page) {
            add({.kind = PassageKind::page, .label = mark.label}, begin, begin);
            return 0;
        }
        const auto first = text_.find_first_not_of(kSpace, begin);
        if (first != std::string_view::npos) {
            const std::size_t end = std::min(text_.find('\n', first), text_.size());
            if (is_heading(text_.substr(first, end - first), mark.label)) {
                add({.kind = PassageKind::section, .label = mark.label}, first, end);
                return end - begin;
            }
        }
        add({.kind = PassageKind::section, .label = mark.label}, begin, begin);
        return 0;
    }

    // The paragraphs between two marks.
    void add_text(std::size_t begin, std::size_t end) {
        std::size_t paragraph = begin;
        std::size_t line = begin;
        while (line < end) {
            const std::size_t line_end = std::min(text_.find('\n', line), end);
            const std::size_t next = std::min(line_end + 1, end);
            if (trimmed(text_.substr(line, line_end - line)).empty()) {
                add_paragraph(paragraph, line);
                paragraph = next;
            }
            line = next;
        }
        add_paragraph(paragraph, end);
    }

    void add_paragraph(std::size_t begin, std::size_t end) {
        if (begin >= end) {
            return;
        }
        bool is_continuation = false;
        std::size_t part_begin = begin;
        for (const std::string_view part :
             cut_text(text_.substr(begin, end - begin), kMaxPieceBytes)) {
            const auto last = part.find_last_not_of(kSpace);
            if (last != std::string_view::npos) {
                add({.kind = PassageKind::paragraph, .is_continuation = is_continuation},
                    part_begin, part_begin + last + 1);
                is_continuation = true;
            }
            part_begin += part.size();
        }
    }

    void add(TextPassage passage, std::size_t begin, std::size_t end) {
        passage.begin = begin;
        passage.end = end;
        passage.offset = count_to(begin);
        passage.length = count_to(end) - passage.offset;
        passages_.push_back(std::move(passage));
    }

    // The code points before a byte; called in ascending order.
    std::int64_t count_to(std::size_t byte) {
        counted_ += count_code_points(text_.substr(counted_byte_, byte - counted_byte_));
        counted_byte_ = byte;
        return counted_;
    }

    const DocumentText& document_;
    std::string_view text_;
    std::vector<TextPassage> passages_;
    std::size_t mark_byte_ = 0;
    std::int64_t marked_ = 0; // code points before it
    std::size_t counted_byte_ = 0;
    std::int64_t counted_ = 0; // code points before it
};

} // namespace

DocumentLayout lay_out(DocumentText document) {
    std::vector<TextPassage> passages = Cutter(document).run();
    return {std::move(document), std::move(passages)};
}

std::size_t passage_at(const std::vector<TextPassage>& passages, std::int64_t offset) {
    const auto found = std::ranges::find_if(passages, [offset](const TextPassage& passage) {
        return passage.length > 0 && passage.offset + passage.length > offset;
    });
    return static_cast<std::size_t>(found - passages.begin());
}

} // namespace sotto
