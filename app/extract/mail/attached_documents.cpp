#include "app/extract/mail/attached_documents.h"

#include "app/extract/text/ascii.h"

#include <string>

namespace sotto::extract {

namespace {

constexpr std::size_t kLongestExtension = 8;

std::string extension_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    const std::string_view extension =
        dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    return extension.size() > kLongestExtension ? std::string() : to_lower(extension);
}

} // namespace

Extraction AttachedDocuments::extract(std::string_view bytes, std::string_view name) {
    if (depth_ >= kMaxDepth || count_ >= kMaxDocuments || bytes.size() > kMaxBytes - bytes_) {
        return refuse(RefusalKind::too_large, "has too many or too large documents in it");
    }
    ++count_;
    bytes_ += bytes.size();
    ++depth_;
    Extraction extraction = extract_(bytes, extension_of(name), *this);
    --depth_;
    return extraction;
}

} // namespace sotto::extract
