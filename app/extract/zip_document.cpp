#include "app/extract/zip_document.h"

#include <algorithm>
#include <string>

namespace sotto::extract {

namespace {

// The name of the one book in an archive made to hold it; empty when there is none.
std::string only_book(const ZipArchive& archive) {
    const auto& names = archive.names();
    return names.size() == 1 && names.front().ends_with(".fb2") ? names.front() : std::string();
}

} // namespace

Extraction extract_zip_document(std::string_view bytes) {
    const auto archive = ZipArchive::open(bytes);
    if (!archive) {
        return std::unexpected(archive.error());
    }
    if (archive->contains("word/document.xml")) {
        return extract_docx(*archive);
    }
    if (archive->contains("ppt/presentation.xml")) {
        return extract_pptx(*archive);
    }
    if (archive->contains("xl/workbook.xml")) {
        return extract_xlsx(*archive);
    }
    if (archive->contains("META-INF/container.xml")) {
        return extract_epub(*archive);
    }
    if (archive->contains("content.xml")) {
        return extract_open_document(*archive);
    }
    if (const std::string book = only_book(*archive); !book.empty()) {
        const auto content = archive->read(book);
        return content ? extract_fb2(*content) : std::unexpected(content.error());
    }
    if (archive->has_locked_files()) {
        return refuse(RefusalKind::locked, "is an archive protected by a password; unpack it and "
                                           "add the documents that are in it");
    }
    return refuse(
        RefusalKind::unsupported,
        "is a ZIP archive, not a document; unpack it and add the documents that are in it");
}

} // namespace sotto::extract
