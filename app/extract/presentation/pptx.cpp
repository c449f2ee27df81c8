#include "app/extract/office/drawing_text.h"
#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/office/visibility.h"
#include "app/extract/presentation/slide_colors.h"
#include "app/extract/presentation/slide_comments.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

// The shapes of a notes page that hold the speaker's notes: not its picture, number and date.
void collect_notes(XmlNode node, std::vector<XmlNode>& shapes) {
    constexpr std::array<std::string_view, 5> kFurniture{"sldImg", "sldNum", "hdr", "ftr", "dt"};
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() != "sp") {
            collect_notes(child, shapes);
            continue;
        }
        const XmlNode properties = child.child("nvSpPr");
        const XmlNode own = properties ? properties.child("nvPr") : XmlNode();
        const XmlNode place = own ? own.child("ph") : XmlNode();
        if (!place || !std::ranges::contains(kFurniture, place.attribute("type"))) {
            shapes.push_back(child);
        }
    }
}

class SlideWriter {
public:
    SlideWriter(const ZipArchive& archive, const Relationships& presentation, TextBuilder& builder)
        : archive_(archive), builder_(builder), drawing_(archive, builder),
          comments_(archive, presentation) {}

    void write_slide(const std::string& path, XmlNode slide) {
        const Relationships parts = relationships_of(archive_, path);
        const XmlNode content = slide.child("cSld");
        drawing_.write(content ? content : slide, parts, slide_colors(archive_, parts, slide));
        if (const std::string page = part_of_kind(parts, "notesSlide"); !page.empty()) {
            write_notes(page);
        }
        comments_.write(parts, builder_);
    }

private:
    void write_notes(const std::string& path) {
        const auto page = read_xml(archive_, path);
        std::vector<XmlNode> shapes;
        if (!page) {
            builder_.add_note(unreadable_part("the notes of a slide"));
            return;
        }
        collect_notes(page->root(), shapes);
        std::erase_if(shapes, [](XmlNode shape) { return !has_readable_text(shape); });
        if (shapes.empty()) {
            return;
        }
        builder_.end_paragraph();
        builder_.flow("[");
        drawing_.write_notes(shapes);
        builder_.flow("]");
    }

    const ZipArchive& archive_;
    TextBuilder& builder_;
    DrawingWriter drawing_;
    SlideComments comments_;
};

bool is_shown(XmlNode slide) {
    const std::string_view show = slide.attribute("show");
    return show != "0" && show != "false";
}

} // namespace

Extraction extract_pptx(const ZipArchive& archive, const std::string& part) {
    const auto presentation = read_xml(archive, part);
    if (!presentation) {
        return std::unexpected(presentation.error());
    }
    auto parts = relationships_of(archive, part);
    TextBuilder builder;
    SlideWriter writer(archive, parts, builder);
    std::optional<Refusal> damage;
    int number = 0;
    int read = 0;
    const XmlNode list = presentation->root().child("sldIdLst");
    for (XmlNode entry = list ? list.first_child() : XmlNode(); entry && !builder.is_full();
         entry = entry.next()) {
        if (!entry.is_element()) {
            continue;
        }
        ++number;
        // The slide's own id has the same name without the prefix.
        const std::string path = take_path(parts, entry.prefixed_attribute("id"));
        const auto slide = read_xml(archive, path);
        if (!slide && !is_only_damaged(slide.error())) {
            return std::unexpected(slide.error());
        }
        if (!slide) {
            damage = slide.error();
            builder.add_note(unreadable_part("slide " + std::to_string(number)));
            continue;
        }
        ++read;
        if (!is_shown(slide->root())) {
            builder.add_note(kHiddenSlides);
            continue;
        }
        builder.end_paragraph();
        builder.mark(DocumentMarkKind::page, std::to_string(number));
        writer.write_slide(path, slide->root());
    }
    if (read == 0 && damage) {
        return std::unexpected(std::move(*damage));
    }
    return builder.finish({});
}

} // namespace sotto::extract
