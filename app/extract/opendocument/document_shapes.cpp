#include "app/extract/markup/links.h"
#include "app/extract/markup/mathml.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/opendocument/document_nodes.h"
#include "app/extract/opendocument/document_writer.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

// The file of an embedded object: "Object 1/content.xml" for "./Object 1".
std::string path_of_object(XmlNode object, const ZipArchive& archive) {
    const std::string_view reference = object.attribute("href");
    for (const std::string& form : {std::string(reference), percent_decoded(reference)}) {
        const std::string path = resolve_path({}, form + "/content.xml");
        if (!form.empty() && archive.contains(path)) {
            return path;
        }
    }
    return {};
}

bool is_shape(XmlNode node) {
    return node.is_element() && !node.attribute("style-name").empty() &&
           node.name() != "page-thumbnail";
}

} // namespace

void DocumentWriter::write_presentation(XmlNode node) {
    in_presentation_ = true;
    write_children(node);
    in_presentation_ = false;
}

void DocumentWriter::write_slide(XmlNode node) {
    ++pages_;
    const DocumentFormat format = styles_.format("drawing-page", node.attribute("style-name"));
    if (format.is_hidden.value_or(false)) {
        builder_.add_note(kHiddenSlides);
        return;
    }
    has_painted_shapes_ = false;
    for (XmlNode shape = node.first_child(); shape; shape = shape.next()) {
        const auto fill = is_shape(shape)
                              ? styles_.format("graphic", shape.attribute("style-name")).fill
                              : std::nullopt;
        const bool is_picture =
            shape.is_element() && shape.name() == "frame" && shape.child("image");
        has_painted_shapes_ = has_painted_shapes_ || fill || is_picture;
    }
    const Color outer = std::exchange(ground_, format.fill.value_or(ground_));
    builder_.end_paragraph();
    builder_.mark(DocumentMarkKind::page, std::to_string(pages_));
    write_children(node);
    ground_ = outer;
}

// A shape with text, a picture or an object. In a text it floats, unless it is a formula.
void DocumentWriter::write_shape(XmlNode node) {
    if (node.attribute("display") == "none") {
        note_hidden(node, kHiddenText);
        return;
    }
    const XmlNode formula = node.name() == "frame" ? formula_in(node) : XmlNode();
    if (formula) {
        write_formula(formula);
        return;
    }
    const DocumentFormat own = styles_.format("graphic", node.attribute("style-name"));
    // What shows through a shape that lies on others is not known.
    const bool is_on_page = in_presentation_ && !has_painted_shapes_;
    const Float shape{node, own.fill.value_or(is_on_page ? ground_ : Color())};
    if (paragraphs_ > 0 || inline_ > 0 || in_spreadsheet_) {
        floats_.push_back(shape);
    } else {
        write_float(shape);
    }
}

void DocumentWriter::write_float(const Float& shape) {
    const Color outer = std::exchange(ground_, shape.ground);
    const int outer_lists = std::exchange(lists_open_, 0);
    const XmlNode outer_item = std::exchange(item_, {});
    if (!in_presentation_) {
        builder_.end_paragraph();
    }
    is_joined_ = false;
    write_children(shape.content);
    item_ = outer_item;
    lists_open_ = outer_lists;
    ground_ = outer;
}

void DocumentWriter::write_floats() {
    while (!floats_.empty()) {
        const auto shapes = std::exchange(floats_, {});
        const bool was_spreadsheet = std::exchange(in_spreadsheet_, false);
        for (const Float& shape : shapes) {
            write_float(shape);
        }
        in_spreadsheet_ = was_spreadsheet;
    }
}

// The formula that a frame shows; none when it shows something else.
XmlNode DocumentWriter::formula_in(XmlNode frame) {
    const XmlNode object = frame.child("object");
    if (!object) {
        return {};
    }
    if (const XmlNode formula = object.child("math")) {
        return formula;
    }
    const std::string path =
        archive_ == nullptr ? std::string() : path_of_object(object, *archive_);
    if (path.empty() || objects_.contains(path)) {
        return {};
    }
    auto document = read_xml(*archive_, path);
    if (!document || document->root().name() != "math") {
        return {};
    }
    objects_.insert(path);
    formulas_.push_back(std::move(*document));
    return formulas_.back().root();
}

void DocumentWriter::write_formula(XmlNode node) {
    if (paragraphs_ == 0) {
        separate();
    }
    builder_.flow(mathml_text(node));
}

// An embedded chart: its title, and its table.
void DocumentWriter::write_object(XmlNode node) {
    const std::string path = archive_ == nullptr ? std::string() : path_of_object(node, *archive_);
    if (path.empty() || objects_open_ > 0 || !objects_.insert(path).second) {
        return;
    }
    const auto document = read_xml(*archive_, path);
    const XmlNode body = document ? document->root().child("body") : XmlNode();
    if (!document) {
        builder_.add_note(unreadable_part("an embedded object"));
    }
    if (body && body.child("chart")) {
        ++objects_open_;
        write_children(body);
        --objects_open_;
    }
}

} // namespace sotto::extract
