#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/opendocument/document_lists.h"
#include "app/extract/opendocument/document_styles.h"
#include "app/extract/opendocument/document_writer.h"
#include "app/extract/text/text_builder.h"

#include <string>
#include <string_view>

namespace sotto::extract {

namespace {

bool is_locked(const ZipArchive& archive) {
    const auto manifest = archive.read("META-INF/manifest.xml");
    return manifest && manifest->contains("encryption-data");
}

// Headers and footers, which are part of the styles.
void write_master_pages(XmlNode styles, DocumentWriter& writer) {
    const XmlNode masters = styles ? styles.child("master-styles") : XmlNode();
    for (XmlNode page = masters ? masters.first_child() : XmlNode(); page; page = page.next()) {
        if (page.is_element() && page.name() == "master-page") {
            for (const char* name : {"header", "footer"}) {
                if (const XmlNode part = page.child(name)) {
                    writer.write_children(part);
                }
            }
        }
    }
}

// `archive`: none for a flat file. `styles`: the root of styles.xml, the same as `content` in a
// flat file, none where it is missing.
Extraction extract_content(const ZipArchive* archive, XmlNode content, XmlNode styles,
                           TextBuilder& builder) {
    const XmlNode body = content.child("body");
    if (!body) {
        return refuse(RefusalKind::damaged, "is damaged: it has no body");
    }
    DocumentStyles formats;
    DocumentLists lists;
    if (styles) {
        formats.add(styles);
        lists.add(styles);
    }
    formats.add(content);
    lists.add(content);
    DocumentWriter writer(archive, formats, lists, builder);
    if (const XmlNode sheets = body.child("spreadsheet")) {
        writer.write_spreadsheet(sheets);
    } else if (const XmlNode slides = body.child("presentation")) {
        writer.write_presentation(slides);
    } else {
        writer.write_children(body);
        write_master_pages(styles, writer);
    }
    return builder.finish({});
}

} // namespace

Extraction extract_open_document(const ZipArchive& archive) {
    if (is_locked(archive)) {
        return refuse(RefusalKind::locked,
                      "is protected by a password; save it without one and add it again");
    }
    const auto content = read_xml(archive, "content.xml");
    if (!content) {
        return std::unexpected(content.error());
    }
    TextBuilder builder;
    const std::string path = archive.contains("styles.xml") ? "styles.xml" : "";
    const auto styles = read_optional_part(archive, path, "the styles", builder);
    if (!styles) {
        return std::unexpected(styles.error());
    }
    return extract_content(&archive, content->root(), *styles ? (*styles)->root() : XmlNode(),
                           builder);
}

Extraction extract_flat_open_document(std::string_view bytes) {
    const auto document = XmlDocument::parse(bytes);
    if (!document) {
        return std::unexpected(document.error());
    }
    TextBuilder builder;
    return extract_content(nullptr, document->root(), document->root(), builder);
}

} // namespace sotto::extract
