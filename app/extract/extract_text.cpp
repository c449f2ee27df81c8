#include "app/extract/extract_text.h"

#include "app/extract/data/data.h"
#include "app/extract/mail/attached_documents.h"
#include "app/extract/mail/mail.h"
#include "app/extract/markup/markup.h"
#include "app/extract/markup/xml.h"
#include "app/extract/office/office.h"
#include "app/extract/outlook/compound_file.h"
#include "app/extract/outlook/outlook_message.h"
#include "app/extract/pdf/pdf.h"
#include "app/extract/protocol/file_signature.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace sotto::extract {

namespace {

// Extensions of formats with a signature: without it the file is damaged. (Not DOC and XLS: some
// programs write HTML under these names.)
constexpr std::array<std::string_view, 12> kSignedExtensions{
    "pdf", "rtf", "docx", "docm", "odt", "ods", "odp", "pptx", "pptm", "xlsx", "xlsm", "epub"};
constexpr std::array<std::string_view, 4> kMarkdownExtensions{"md", "markdown", "mdown", "mkd"};
constexpr std::array<std::string_view, 3> kHtmlExtensions{"html", "htm", "xhtml"};

// A PDF may have other bytes before its header (source: ISO 32000, annex H), or lack the header.
bool looks_like_pdf(std::string_view bytes, std::string_view extension) {
    const std::string_view head = bytes.substr(0, 1024);
    return bytes.starts_with("%PDF-") ||
           (extension == "pdf" && (head.contains("%PDF-") || head.contains(" 0 obj")));
}

// An old Office document, a message of Outlook, or a new document that is encrypted: which, say the
// names of its streams.
Extraction extract_compound_file(std::string_view bytes, AttachedDocuments& documents) {
    const auto file = CompoundFile::open(bytes);
    const auto has = [&file](const char* name) { return file && file->find(0, name).has_value(); };
    if (has("EncryptedPackage")) {
        return refuse(RefusalKind::locked,
                      "is protected by a password; save it without one and add it again");
    }
    if (has("__properties_version1.0")) {
        return extract_outlook_message(*file, documents);
    }
    const auto refuse_old = [](RefusalKind kind) {
        return refuse(kind, "is an old Office document (DOC, XLS, PPT); save it as "
                            "DOCX, XLSX, PPTX or PDF and add that");
    };
    if (has("WordDocument")) {
        return refuse_old(RefusalKind::old_text);
    }
    if (has("Workbook") || has("Book")) {
        return refuse_old(RefusalKind::old_workbook);
    }
    return refuse_old(has("PowerPoint Document") ? RefusalKind::old_slides
                                                 : RefusalKind::unsupported);
}

bool is_page(std::string_view bytes, std::string_view extension) {
    const std::string_view root = xml_root_name(bytes);
    return root == "html" || root == "HTML" || std::ranges::contains(kHtmlExtensions, extension);
}

Extraction extract_xml(std::string_view bytes, std::string_view extension) {
    if (xml_root_name(bytes) == "office:document") {
        return extract_flat_open_document(bytes);
    }
    if (declares_entities(bytes)) {
        return refuse(RefusalKind::forbidden,
                      "declares its own entities, as decompression bombs do, and is not opened");
    }
    // Other XML is plain text, since the meaning of its elements is unknown.
    return is_page(bytes, extension) ? extract_xhtml(bytes)
                                     : extract_plain_text(bytes, xml_encoding(bytes));
}

bool is_fiction_book(std::string_view bytes) {
    const std::string_view root = xml_root_name(bytes);
    return root.substr(root.find(':') + 1) == "FictionBook";
}

// Whether it is a mail: by its name, or by its content under any other name than that of a format.
bool is_mail(std::string_view bytes, std::string_view extension) {
    constexpr std::array<std::string_view, 4> kExtensions{"eml", "emlx", "mht", "mhtml"};
    return std::ranges::contains(kExtensions, extension) ||
           (!std::ranges::contains(kMarkdownExtensions, extension) && looks_like_mail(bytes));
}

// Text with or without markup, in ASCII or a superset of it.
Extraction extract_narrow(std::string_view bytes, std::string_view extension) {
    if (std::ranges::contains(kMarkdownExtensions, extension)) {
        return extract_markdown(bytes);
    }
    const std::string_view begin = without_mark(bytes);
    if (begin.starts_with('<') && is_fiction_book(begin)) {
        return extract_fb2(begin);
    }
    if (begin.starts_with("<?xml")) {
        return extract_xml(bytes, extension);
    }
    if (std::ranges::contains(kHtmlExtensions, extension) || looks_like_html(bytes)) {
        return extension == "xhtml" ? extract_xhtml(bytes) : extract_html(bytes);
    }
    return extract_plain_text(bytes);
}

// Formats without a signature. Markup in UTF-16 or UTF-32 is recognized once it is UTF-8.
Extraction extract_unsigned(std::string_view bytes, std::string_view extension,
                            AttachedDocuments& documents) {
    if (extension == "mbox" ? bytes.starts_with("From ") : looks_like_mailbox(bytes)) {
        return extract_mailbox(bytes, documents);
    }
    if (is_mail(bytes, extension)) {
        return extract_mail(bytes, documents);
    }
    if (looks_like_notebook(bytes)) {
        return extract_notebook(bytes);
    }
    if (looks_like_subtitles(bytes)) {
        return extract_subtitles(bytes);
    }
    if (extension == "csv" || extension == "tsv" || extension == "tab") {
        return extract_table(bytes, extension == "csv" ? Separator::found : Separator::tab);
    }
    const bool is_wide = bytes.substr(0, 4).contains('\0') || bytes.starts_with("\xFF\xFE") ||
                         bytes.starts_with("\xFE\xFF");
    if (is_wide) {
        const auto text = decode_text(bytes);
        if (text && without_mark(*text).starts_with('<')) {
            return extract_narrow(*text, extension);
        }
    }
    return extract_narrow(bytes, extension);
}

Extraction extract_any(std::string_view bytes, std::string_view extension,
                       AttachedDocuments& documents) {
    if (bytes.size() > kLargestFile) {
        return refuse(RefusalKind::too_large, "is larger than 256 MiB; give a smaller part");
    }
    if (looks_like_pdf(bytes, extension)) {
        return extract_pdf(bytes);
    }
    if (bytes.starts_with("{\\rtf")) {
        return extract_rtf(bytes);
    }
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        return extract_zip_document(bytes);
    }
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
        return extract_compound_file(bytes, documents);
    }
    if (const std::string_view type = picture_type(bytes); !type.empty()) {
        return refuse(RefusalKind::picture, "is " + std::string(type));
    }
    if (const std::string_view type = signature_type(bytes); !type.empty()) {
        return refuse(RefusalKind::unsupported,
                      "is " + std::string(type) + ", not a document whose text Sotto can read");
    }
    if (!bytes.empty() && std::ranges::contains(kSignedExtensions, extension)) {
        return refuse(RefusalKind::damaged, "is damaged: it does not begin as a " +
                                                std::string(extension) + " file does");
    }
    return extract_unsigned(bytes, extension, documents);
}

} // namespace

Extraction extract_text(std::string_view bytes, std::string_view extension) {
    AttachedDocuments documents(extract_any);
    return extract_any(bytes, extension, documents);
}

} // namespace sotto::extract
