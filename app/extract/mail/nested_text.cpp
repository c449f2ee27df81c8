#include "app/extract/mail/nested_text.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <cstdint>

namespace sotto::extract {

void append_text(TextBuilder& builder, const ExtractedText& extracted) {
    std::string_view rest = extracted.text;
    std::int64_t offset = 0;
    for (const DocumentMark& mark : extracted.marks) {
        const std::size_t length = advance_code_points(rest, 0, mark.offset - offset);
        builder.keep(rest.substr(0, length));
        rest.remove_prefix(length);
        offset = std::max(offset, mark.offset);
        builder.mark(mark.kind, mark.label);
    }
    builder.keep(rest);
    builder.end_paragraph();
    for (const std::string& note : extracted.notes) {
        builder.add_note(note);
    }
}

std::size_t count_words(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    std::size_t count = 0;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
        if (text.empty()) {
            return count;
        }
        const std::string_view word = text.substr(0, text.find_first_of(kBlank));
        text.remove_prefix(word.size());
        count += word.contains("://") ? 0 : 1;
    }
}

} // namespace sotto::extract
