#include "app/extract/office_parts.h"
#include "app/extract/text_builder.h"
#include "app/extract/zip_document.h"

#include <string>

namespace sotto::extract {

namespace {

constexpr const char* kPresentation = "ppt/presentation.xml";

class SlideWriter {
public:
    explicit SlideWriter(TextBuilder& builder) : builder_(builder) {}

    void write_children(XmlNode node) {
        for (XmlNode child = node.first_child(); child && !builder_.is_full();
             child = child.next()) {
            if (child.is_element()) {
                write(child);
            }
        }
    }

private:
    void write(XmlNode node) {
        const std::string_view name = node.name();
        if (name == "t") {
            builder_.flow(node.all_text());
        } else if (name == "br") {
            builder_.break_line();
        } else if (name == "p") {
            write_children(node);
            if (cells_ > 0) {
                builder_.flow(" ");
            } else {
                builder_.end_line();
            }
        } else if (name == "tr") {
            write_children(node);
            builder_.end_line();
        } else if (name == "tc") {
            ++cells_;
            write_children(node);
            --cells_;
            builder_.end_cell();
        } else if (name == "AlternateContent") {
            const XmlNode choice = node.child("Choice");
            write_children(choice ? choice : node.child("Fallback"));
        } else {
            write_children(node);
            if (name == "sp" || name == "graphicFrame") {
                builder_.end_paragraph();
            }
        }
    }

    TextBuilder& builder_;
    int cells_ = 0; ///< of tables we are inside of
};

} // namespace

Extraction extract_pptx(const ZipArchive& archive) {
    const auto presentation = read_xml(archive, kPresentation);
    if (!presentation) {
        return std::unexpected(presentation.error());
    }
    const auto parts = relationships_of(archive, kPresentation);
    TextBuilder builder;
    SlideWriter writer(builder);
    int number = 0;
    const XmlNode list = presentation->root().child("sldIdLst");
    for (XmlNode slide = list ? list.first_child() : XmlNode(); slide; slide = slide.next()) {
        if (!slide.is_element()) {
            continue;
        }
        builder.end_paragraph();
        builder.mark(DocumentMarkKind::page, std::to_string(++number));
        // The slide's own id has the same name, without the prefix of relationships.
        const auto part = parts.find(slide.prefixed_attribute("id"));
        const auto content = part == parts.end()
                                 ? refuse(RefusalKind::damaged, "is damaged: a slide is missing")
                                 : read_xml(archive, part->second);
        if (!content) {
            return std::unexpected(content.error());
        }
        writer.write_children(content->root());
    }
    return builder.finish({});
}

} // namespace sotto::extract
