#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"

#include <string>
#include <utility>

namespace sotto::extract {

namespace {

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

} // namespace sotto::extract
