#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <string>

namespace sotto::extract {

namespace {

bool has_ending(const std::string& name, std::string_view ending) {
    return name.size() > ending.size() &&
           equals_ignoring_case(std::string_view(name).substr(name.size() - ending.size()), ending);
}

// The name of the only FB2 book in an archive, perhaps beside a picture or a remark; else empty.
std::string only_book(const ZipArchive& archive) {
    constexpr std::size_t kMaxFiles = 5;
    std::string book;
    for (const std::string& name : archive.names()) {
        if (has_ending(name, ".fb2")) {
            if (!book.empty()) {
                return {};
            }
            book = name;
        }
    }
    return archive.names().size() <= kMaxFiles ? book : std::string();
}

bool is_epub(const ZipArchive& archive) {
    return archive.contains("META-INF/container.xml") ||
           std::ranges::any_of(archive.names(),
                               [](const std::string& name) { return has_ending(name, ".opf"); });
}

// Where an Office Open XML document begins; empty for other archives. Its relationships say it;
// where they are missing, the usual names do.
std::string main_part_of(const ZipArchive& archive) {
    std::string part = part_of_kind(relationships_of(archive, {}), "officeDocument");
    for (const char* usual : {"word/document.xml", "ppt/presentation.xml", "xl/workbook.xml"}) {
        if (part.empty() && archive.contains(usual)) {
            part = usual;
        }
    }
    return part;
}

// The name of the root element of a part, without its prefix; empty when it is no XML.
std::string root_name_of(const ZipArchive& archive, const std::string& part) {
    const auto bytes = archive.read(part);
    const std::string_view whole = bytes ? xml_root_name(*bytes) : std::string_view();
    const std::string name(whole.substr(whole.find(':') + 1));
    if (name == "document" || name == "presentation" || name == "workbook") {
        return name;
    }
    const auto document = read_xml(archive, part); // in an encoding with wide characters
    return document ? std::string(document->root().name()) : std::string();
}

Extraction extract_office_document(const ZipArchive& archive, const std::string& part) {
    const std::string root = root_name_of(archive, part);
    const bool is_document = root == "document";
    if (root == "presentation" || (!is_document && part.starts_with("ppt/"))) {
        return extract_pptx(archive, part);
    }
    if (part.ends_with(".bin")) {
        return refuse(RefusalKind::unsupported,
                      "is a binary workbook (XLSB); save it as XLSX and add that");
    }
    if (root == "workbook" || (!is_document && part.starts_with("xl/"))) {
        return extract_xlsx(archive, part);
    }
    return extract_docx(archive, part);
}

} // namespace

Extraction extract_zip_document(std::string_view bytes) {
    const auto archive = ZipArchive::open(bytes);
    if (!archive) {
        return std::unexpected(archive.error());
    }
    const std::string part = main_part_of(*archive);
    if (!part.empty()) {
        return extract_office_document(*archive, part);
    }
    if (is_epub(*archive)) {
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
