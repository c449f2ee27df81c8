#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kMaxHashes = 6;

std::string with_line_feeds(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            plain += '\n';
            i += text.substr(i + 1).starts_with('\n') ? 1 : 0;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

// The text of a heading: "Words" for "## Words ##"; empty for any other line.
std::string_view heading_of(std::string_view line) {
    const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    if (hashes == 0 || hashes > kMaxHashes || !line.substr(hashes).starts_with(' ')) {
        return {};
    }
    line.remove_prefix(hashes);
    const std::size_t end = line.find_last_not_of("# ");
    return end == std::string_view::npos ? std::string_view() : line.substr(0, end + 1);
}

bool is_fence(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return line.starts_with("```") || line.starts_with("~~~");
}

std::vector<DocumentMark> markdown_marks(std::string_view text) {
    std::vector<DocumentMark> marks;
    std::int64_t offset = 0;
    bool is_in_code = false;
    while (!text.empty() && marks.size() < kMaxMarks) {
        const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
        std::string_view line = text.substr(0, length);
        text.remove_prefix(length);
        is_in_code = is_fence(line) ? !is_in_code : is_in_code;
        const std::int64_t characters = count_code_points(line);
        line = line.substr(0, line.find('\n'));
        if (std::string label = to_label(heading_of(line)); !is_in_code && !label.empty()) {
            marks.push_back({DocumentMarkKind::section, offset, std::move(label)});
        }
        offset += characters;
    }
    return marks;
}

} // namespace

Extraction extract_plain_text(std::string_view bytes, const std::string& charset) {
    auto decoded = decode_text(bytes, charset);
    if (!decoded) {
        return refuse(RefusalKind::unsupported,
                      "is a binary file, not a document whose text Sotto can read");
    }
    std::string text = with_line_feeds(*decoded);
    if (text.size() > kLargestText) {
        return refuse(RefusalKind::too_large,
                      "holds more than 64 MiB of text; give a smaller part");
    }
    if (text.find_first_not_of(" \t\n\v\f") == std::string::npos) {
        return refuse(RefusalKind::empty, "is empty: there is no text in it");
    }
    return ExtractedText{{}, std::move(text), {}};
}

Extraction extract_markdown(std::string_view bytes) {
    Extraction extraction = extract_plain_text(bytes);
    if (extraction) {
        extraction->marks = markdown_marks(extraction->text);
    }
    return extraction;
}

} // namespace sotto::extract
