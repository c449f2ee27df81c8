#include "app/extract/markup/markup.h"
#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

#include <set>
#include <string>

namespace sotto::extract {

namespace {

// The styles of headings; their ids depend on the language of the author's program.
std::set<std::string, std::less<>> heading_styles(const ZipArchive& archive) {
    std::set<std::string, std::less<>> ids;
    if (!archive.contains("word/styles.xml")) {
        return ids;
    }
    const auto styles = read_xml(archive, "word/styles.xml");
    if (!styles) {
        return ids;
    }
    for (XmlNode style = styles->root().first_child(); style; style = style.next()) {
        const XmlNode name = style.is_element() ? style.child("name") : XmlNode();
        if (name &&
            (name.attribute("val").starts_with("heading ") || name.attribute("val") == "Title")) {
            ids.emplace(style.attribute("styleId"));
        }
    }
    return ids;
}

class WordWriter {
public:
    WordWriter(const ZipArchive& archive, TextBuilder& builder)
        : archive_(archive), headings_(heading_styles(archive)), builder_(builder) {}

    void write_part(const std::string& path, XmlNode root) {
        parts_ = relationships_of(archive_, path);
        write_children(root);
    }

private:
    void write_children(XmlNode node) {
        for (XmlNode child = node.first_child(); child && !builder_.is_full();
             child = child.next()) {
            if (child.is_element()) {
                write(child);
            }
        }
    }

    void write(XmlNode node) {
        const std::string_view name = node.name();
        if (name == "t") {
            builder_.flow(node.all_text());
        } else if (name == "p") {
            write_paragraph(node);
        } else if (name == "tab" || name == "ptab") {
            builder_.end_cell();
        } else if (name == "br" || name == "cr") {
            builder_.break_line();
        } else if (name == "noBreakHyphen") {
            builder_.flow("-");
        } else if (name == "tbl") {
            write_table(node);
        } else if (name == "tr") {
            write_children(node);
            builder_.end_line();
        } else if (name == "tc") {
            write_cell(node);
        } else if (name == "AlternateContent") {
            // The same text twice, for new and for old programs.
            const XmlNode choice = node.child("Choice");
            write_children(choice ? choice : node.child("Fallback"));
        } else if (name == "altChunk") {
            write_page_within(node);
        } else if (name != "pPr" && name != "rPr" && name != "moveFrom" && name != "del" &&
                   name != "separator" && name != "continuationSeparator" &&
                   !append_drawing_part(archive_, parts_, node, builder_)) {
            write_children(node);
        }
    }

    [[nodiscard]] bool is_heading(XmlNode paragraph) const {
        const XmlNode properties = paragraph.child("pPr");
        if (!properties) {
            return false;
        }
        const XmlNode style = properties.child("pStyle");
        return properties.child("outlineLvl") ||
               (style && headings_.contains(style.attribute("val")));
    }

    void end_paragraph() {
        if (cells_ > 0) {
            builder_.flow(" ");
        } else {
            builder_.end_paragraph();
        }
    }

    void write_paragraph(XmlNode node) {
        const bool begins_section = cells_ == 0 && !is_in_heading_ && is_heading(node);
        end_paragraph();
        if (begins_section) {
            is_in_heading_ = true;
            builder_.begin_heading();
        } else if (const XmlNode properties = node.child("pPr");
                   properties && properties.child("numPr") && node.child("r")) {
            builder_.flow("- ");
        }
        write_children(node);
        if (begins_section) {
            builder_.end_heading();
            is_in_heading_ = false;
        }
        end_paragraph();
    }

    void write_table(XmlNode node) {
        end_paragraph();
        write_children(node);
        end_paragraph();
    }

    void write_cell(XmlNode node) {
        ++cells_;
        write_children(node);
        --cells_;
        builder_.end_cell();
    }

    // Embedded HTML, which Word converts when it next saves the document.
    void write_page_within(XmlNode node) {
        const std::string path = take_path(parts_, node.prefixed_attribute("id"));
        const auto page = archive_.read(path);
        if (page && looks_like_html(*page)) {
            builder_.end_paragraph();
            static_cast<void>(append_html(*page, builder_)); // the text around it is whole
            builder_.end_paragraph();
        }
    }

    const ZipArchive& archive_;
    Relationships parts_; ///< those that the part refers to, without those that were read
    std::set<std::string, std::less<>> headings_;
    TextBuilder& builder_;
    int cells_ = 0; ///< of tables we are inside of
    bool is_in_heading_ = false;
};

bool is_side_part(std::string_view name) {
    return name == "word/footnotes.xml" || name == "word/endnotes.xml" ||
           ((name.starts_with("word/header") || name.starts_with("word/footer")) &&
            name.ends_with(".xml"));
}

} // namespace

Extraction extract_docx(const ZipArchive& archive, const std::string& part) {
    const auto body = read_xml(archive, part);
    if (!body) {
        return std::unexpected(body.error());
    }
    TextBuilder builder;
    WordWriter writer(archive, builder);
    writer.write_part(part, body->root());
    std::set<std::string> seen; // first, odd and even pages often have the same header
    for (const std::string& name : archive.names()) {
        if (!is_side_part(name)) {
            continue;
        }
        const auto side = read_xml(archive, name);
        if (side && seen.insert(side->root().all_text()).second) {
            writer.write_part(name, side->root());
        }
    }
    return builder.finish({});
}

} // namespace sotto::extract
