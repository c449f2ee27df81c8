#include "app/extract/protocol/frames.h"

#include <cstddef>

namespace sotto::extract {

namespace {

void append_number(std::string& bytes, std::uint64_t number, int length) {
    for (int i = 0; i < length; ++i) {
        bytes += static_cast<char>(number >> (8 * i) & 0xFFU);
    }
}

void append_frame(std::string& bytes, char tag, std::string_view content) {
    bytes += tag;
    append_number(bytes, content.size(), 4);
    bytes += content;
}

void append_text(std::string& bytes, const ExtractedText& extracted) {
    append_frame(bytes, 'T', extracted.title);
    for (const DocumentMark& mark : extracted.marks) {
        std::string content(1, static_cast<char>(mark.kind));
        append_number(content, static_cast<std::uint64_t>(mark.offset), 8);
        append_frame(bytes, 'M', content + mark.label);
    }
    for (const std::string& note : extracted.notes) {
        append_frame(bytes, 'N', note);
    }
    append_frame(bytes, 'X', extracted.text);
}

void append_page(std::string& bytes, const PagePicture& page) {
    std::string content;
    append_number(content, page.pages, 4);
    append_number(content, page.width, 4);
    append_number(content, page.height, 4);
    append_frame(bytes, 'P', content + page.pixels);
}

// The frames that begin and end every answer, with those of `append` between them.
template <class Content, class Append>
std::string whole_answer(const MissingProtections& missing,
                         const std::expected<Content, Refusal>& content, Append append) {
    std::string bytes(kAnswerFormat);
    append_frame(bytes, 'W',
                 std::string(1, static_cast<char>((missing.system_calls ? 1 : 0) |
                                                  (missing.files ? 2 : 0))));
    if (content) {
        append(bytes, *content);
    } else {
        append_frame(bytes, 'R',
                     static_cast<char>(content.error().kind) + content.error().sentence);
    }
    append_frame(bytes, 'Z', {});
    return bytes;
}

} // namespace

std::string to_frames(const ExtractionAnswer& answer) {
    return whole_answer(answer.missing, answer.extraction, append_text);
}

std::string page_to_frames(const PageAnswer& answer) {
    return whole_answer(answer.missing, answer.page, append_page);
}

} // namespace sotto::extract
