#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace sotto::extract {

namespace {

// The speaker's notes of a slide on one line, without the number and date of its page.
std::string notes_of(XmlNode node) {
    constexpr std::array<std::string_view, 5> kFurniture{"sldImg", "sldNum", "hdr", "ftr", "dt"};
    std::string notes;
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        const XmlNode properties = child.name() == "sp" ? child.child("nvSpPr") : XmlNode();
        const XmlNode own = properties ? properties.child("nvPr") : XmlNode();
        const XmlNode place = own ? own.child("ph") : XmlNode();
        if (place && std::ranges::contains(kFurniture, place.attribute("type"))) {
            continue;
        }
        const bool is_text = child.name() == "t" || child.name() == "br";
        notes += is_text ? child.all_text() : notes_of(child);
        notes += child.name() == "p" || child.name() == "br" ? " " : "";
    }
    return notes;
}

class SlideWriter {
public:
    SlideWriter(const ZipArchive& archive, TextBuilder& builder)
        : archive_(archive), builder_(builder) {}

    std::expected<void, Refusal> write_slide(const std::string& path) {
        const auto slide = read_xml(archive_, path);
        if (!slide) {
            return std::unexpected(slide.error());
        }
        parts_ = relationships_of(archive_, path);
        write_children(slide->root());
        if (const std::string page = part_of_kind(parts_, "notesSlide"); !page.empty()) {
            write_notes(page);
        }
        return {};
    }

private:
    void write_notes(const std::string& path) {
        const auto page = read_xml(archive_, path);
        std::string notes = page ? notes_of(page->root()) : std::string();
        notes.resize(notes.find_last_not_of(" \t\r\n") + 1);
        if (!notes.empty()) {
            builder_.end_paragraph();
            builder_.flow("[" + notes + "]");
        }
    }

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
        } else if (!append_drawing_part(archive_, parts_, node, builder_)) {
            write_children(node);
            if (name == "sp" || name == "graphicFrame") {
                builder_.end_paragraph();
            }
        }
    }

    const ZipArchive& archive_;
    TextBuilder& builder_;
    Relationships parts_; ///< of the slide
    int cells_ = 0;       ///< of tables we are inside of
};

} // namespace

Extraction extract_pptx(const ZipArchive& archive, const std::string& part) {
    const auto presentation = read_xml(archive, part);
    if (!presentation) {
        return std::unexpected(presentation.error());
    }
    auto parts = relationships_of(archive, part);
    TextBuilder builder;
    SlideWriter writer(archive, builder);
    int number = 0;
    const XmlNode list = presentation->root().child("sldIdLst");
    for (XmlNode slide = list ? list.first_child() : XmlNode(); slide && !builder.is_full();
         slide = slide.next()) {
        if (!slide.is_element()) {
            continue;
        }
        builder.end_paragraph();
        builder.mark(DocumentMarkKind::page, std::to_string(++number));
        // The slide's own id has the same name without the prefix.
        const std::string path = take_path(parts, slide.prefixed_attribute("id"));
        if (path.empty()) {
            return refuse(RefusalKind::damaged, "is damaged: a slide is missing");
        }
        if (const auto written = writer.write_slide(path); !written) {
            return std::unexpected(written.error());
        }
    }
    return builder.finish({});
}

} // namespace sotto::extract
