#include "app/extract/answer_frames.h"

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
    append_frame(bytes, 'X', extracted.text);
}

} // namespace

std::string to_frames(const ExtractionAnswer& answer) {
    std::string bytes(kAnswerFormat);
    append_frame(bytes, 'W',
                 std::string(1, static_cast<char>((answer.missing.system_calls ? 1 : 0) |
                                                  (answer.missing.files ? 2 : 0))));
    if (answer.extraction) {
        append_text(bytes, *answer.extraction);
    } else {
        const Refusal& refusal = answer.extraction.error();
        append_frame(bytes, 'R', static_cast<char>(refusal.kind) + refusal.sentence);
    }
    append_frame(bytes, 'Z', {});
    return bytes;
}

} // namespace sotto::extract
