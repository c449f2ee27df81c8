#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"

#include <algorithm>
#include <string>

namespace sotto::extract {

namespace {

// The name of the book in an archive with one file, an FB2; else empty.
std::string only_book(const ZipArchive& archive) {
    const auto& names = archive.names();
    return names.size() == 1 && names.front().ends_with(".fb2") ? names.front() : std::string();
}

// The main part of an Office Open XML document; empty for other archives.
std::string main_part_of(const ZipArchive& archive) {
    for (const char* usual : {"word/document.xml", "ppt/presentation.xml", "xl/workbook.xml"}) {
        if (archive.contains(usual)) {
            return usual;
        }
    }
    return part_of_kind(relationships_of(archive, {}), "officeDocument");
}

} // namespace

Extraction extract_zip_document(std::string_view bytes) {
    const auto archive = ZipArchive::open(bytes);
    if (!archive) {
        return std::unexpected(archive.error());
    }
    const std::string part = main_part_of(*archive);
    if (part.starts_with("word/")) {
        return extract_docx(*archive, part);
    }
    if (part.starts_with("ppt/")) {
        return extract_pptx(*archive, part);
    }
    if (part.starts_with("xl/")) {
        return extract_xlsx(*archive, part);
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
