#include "app/extract/extract_text.h"

#include "app/extract/html.h"
#include "app/extract/plain_text.h"
#include "app/file_signature.h"

#include <algorithm>
#include <array>
#include <string>

namespace sotto::extract {

namespace {

// Names of kinds that begin with bytes of their own: without those bytes the file is not whole.
constexpr std::array<std::string_view, 14> kSignedKinds{"pdf",  "rtf",  "docx", "docm", "odt",
                                                        "ods",  "odp",  "pptx", "pptm", "xlsx",
                                                        "xlsm", "epub", "doc",  "xls"};
constexpr std::array<std::string_view, 3> kHtmlNames{"html", "htm", "xhtml"};

// Nothing in these begins with bytes that no other text could begin with.
Extraction extract_written_text(std::string_view bytes, std::string_view extension) {
    if (extension == "md" || extension == "markdown") {
        return extract_markdown(bytes);
    }
    if (std::ranges::contains(kHtmlNames, extension) || looks_like_html(bytes)) {
        return extract_html(bytes);
    }
    return extract_plain_text(bytes);
}

} // namespace

Extraction extract_text(std::string_view bytes, std::string_view extension) {
    if (bytes.size() > kLargestFile) {
        return refuse(RefusalKind::too_large, "is larger than 256 MiB; give a smaller part");
    }
    if (const std::string_view kind = app::name_signature(bytes); !kind.empty()) {
        return refuse(RefusalKind::unsupported,
                      "is " + std::string(kind) + ", not a document whose text Sotto can read");
    }
    if (!bytes.empty() && std::ranges::contains(kSignedKinds, extension)) {
        return refuse(RefusalKind::damaged, "is damaged: it does not begin as a " +
                                                std::string(extension) + " file does");
    }
    return extract_written_text(bytes, extension);
}

} // namespace sotto::extract
