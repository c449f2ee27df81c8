#include "tests/fuzz/document_checks.h"

#include "app/documents/frame_parser.h"
#include "app/documents/text_file.h"
#include "app/extract/chats/chat_export.h"
#include "app/extract/extract_text.h"
#include "app/extract/protocol/frames.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"
#include "core/text/utf8.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sotto::fuzz {

namespace {

using namespace extract;

void check_text(const ExtractedText& document) {
    require(is_utf8(document.text), "text is UTF-8");
    require(!document.text.empty(), "there is text where there is no refusal");
    require(document.text.size() <= kLargestText, "text keeps to its limit");
    require(!document.text.contains('\r'), "lines end with line feeds");
    require(document.marks.size() <= kMaxMarks, "marks keep to their limit");
    require(std::ranges::is_sorted(document.marks, {}, &DocumentMark::offset),
            "marks stand in the order of the text");
    const std::int64_t characters = count_code_points(document.text);
    for (const DocumentMark& mark : document.marks) {
        require(mark.offset >= 0 && mark.offset <= characters, "marks stand within the text");
        require(is_utf8(mark.label) && mark.label.size() <= kLongestLabel, "labels are short text");
    }
    require(is_utf8(document.title) && document.title.size() <= kLongestLabel,
            "a title is short text");
}

// Returns whether there was text.
bool check_extraction(Extraction extraction) {
    const ExtractionAnswer answer{{}, std::move(extraction)};
    if (answer.extraction) {
        check_text(*answer.extraction);
    } else {
        require(!answer.extraction.error().sentence.empty(), "a refusal says why");
    }
    const auto believed = from_frames(to_frames(answer));
    require(believed.has_value() &&
                believed->extraction.has_value() == answer.extraction.has_value(),
            "the program that asked believes the answer");
    if (answer.extraction) {
        require(believed->extraction->text == answer.extraction->text &&
                    believed->extraction->marks == answer.extraction->marks &&
                    believed->extraction->notes == answer.extraction->notes,
                "the program that asked reads what was found");
    }
    return answer.extraction.has_value();
}

} // namespace

bool check_document(std::string_view bytes, std::string_view extension) {
    return check_extraction(extract_text(bytes, extension));
}

bool check_recognized(std::string_view bytes) {
    return check_extraction(extract_recognized(bytes));
}

bool check_chats(std::string_view bytes) {
    return check_extraction(extract_chats(bytes));
}

} // namespace sotto::fuzz
