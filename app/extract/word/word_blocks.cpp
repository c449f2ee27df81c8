#include "app/extract/markup/markup.h"
#include "app/extract/office/word_values.h"
#include "app/extract/word/word_writer.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sotto::extract {

namespace {

constexpr int kMaxNotesWithin = 3;
constexpr std::int64_t kMaxSpan = 50; ///< columns of a cell

XmlNode property(XmlNode node, std::string_view properties, std::string_view name) {
    const XmlNode found = node.child(properties);
    return found ? found.child(name) : XmlNode();
}

// How many columns a property of a cell or row counts.
std::int64_t columns(XmlNode property, std::int64_t otherwise) {
    const auto number = property ? parse_number(property.attribute("val")) : std::nullopt;
    return number ? std::clamp<std::int64_t>(*number, otherwise, kMaxSpan) : otherwise;
}

// The fill of a shape, of DrawingML or of its predecessor. What shows through one without a fill is
// not known, since it may lie on others.
Color shape_fill(XmlNode shape) {
    if (shape.name() == "wsp") {
        const XmlNode properties = shape.child("spPr");
        const XmlNode solid = properties ? properties.child("solidFill") : XmlNode();
        const XmlNode color = solid ? solid.child("srgbClr") : XmlNode();
        return color ? parse_color(color.attribute("val")) : Color();
    }
    const std::string_view is_filled = shape.attribute("filled");
    if (is_filled == "f" || is_filled == "false" || shape.child("fill")) {
        return std::nullopt;
    }
    const std::string_view color = shape.attribute("fillcolor");
    if (color.empty() || color.starts_with("white") || color.starts_with("window")) {
        return kWhite;
    }
    return parse_color(color.substr(0, color.find(' ')));
}

bool is_unseen(XmlNode shape) {
    const XmlNode name = shape.child("docPr");
    const std::string_view is_hidden = name ? name.attribute("hidden") : "";
    return is_hidden == "1" || is_hidden == "true" ||
           shape.attribute("style").contains("visibility:hidden");
}

} // namespace

void WordWriter::write_floats(std::vector<Float> floats) {
    for (const Float& each : floats) {
        const Color outer = std::exchange(fill_, each.fill);
        if (!append_drawing_part(archive_, relationships_, each.content, builder_)) {
            is_joined_ = false;
            write_children(each.content);
        }
        was_item_ = false;
        fill_ = outer;
    }
}

void WordWriter::write_table(XmlNode node) {
    const XmlNode style = property(node, "tblPr", "tblStyle");
    const Color outer = fill_;
    if (style && parts_.styles.fills_cells(style.attribute("val"))) {
        fill_ = std::nullopt;
    }
    fill_ = shading(property(node, "tblPr", "shd")).value_or(fill_);
    was_item_ = is_joined_ = false;
    const auto end = [this] {
        if (inline_ > 0) {
            builder_.end_line();
        } else {
            builder_.end_paragraph();
        }
    };
    end();
    write_children(node);
    end();
    is_joined_ = false;
    fill_ = outer;
}

void WordWriter::write_row(XmlNode node) {
    const bool is_deleted = static_cast<bool>(property(node, "trPr", "del"));
    if (is_deleted || is_on(property(node, "trPr", "hidden"))) {
        if (has_readable_text(node)) {
            builder_.add_note(is_deleted ? kDeletions : kHiddenText);
        }
        return;
    }
    builder_.end_line();
    for (std::int64_t i = columns(property(node, "trPr", "gridBefore"), 0); i > 0; --i) {
        builder_.next_cell();
    }
    write_children(node);
    builder_.end_line();
}

void WordWriter::write_cell(XmlNode node) {
    const XmlNode merged = property(node, "tcPr", "vMerge");
    const bool is_covered = merged && merged.attribute("val") != "restart";
    const Color outer = fill_;
    fill_ = shading(property(node, "tcPr", "shd")).value_or(fill_);
    if (property(node, "tcPr", "cellDel")) {
        builder_.add_note(kDeletions);
    } else if (!is_covered) {
        ++inline_;
        is_joined_ = true;
        write_children(node);
        is_joined_ = false;
        --inline_;
    }
    fill_ = outer;
    for (std::int64_t i = columns(property(node, "tcPr", "gridSpan"), 1); i > 0; --i) {
        builder_.next_cell();
    }
}

void WordWriter::write_alternatives(XmlNode node) {
    write_children(readable_alternative(node));
}

void WordWriter::write_deletion(XmlNode node) {
    if (has_readable_text(node)) {
        builder_.add_note(kDeletions);
    }
}

void WordWriter::write_shape(XmlNode node) {
    if (is_unseen(node)) {
        if (has_readable_text(node)) {
            builder_.add_note(kHiddenText);
        }
        return;
    }
    const Color outer = std::exchange(fill_, shape_fill(node));
    write_children(node);
    fill_ = outer;
}

void WordWriter::write_drawing(XmlNode node) {
    if (is_unseen(node)) {
        if (has_readable_text(node)) {
            builder_.add_note(kHiddenText);
        }
    } else {
        const bool was_floating = std::exchange(is_floating_, node.name() == "anchor");
        write_children(node);
        is_floating_ = was_floating;
    }
}

// Also of diagrams and charts, which may stand in the text.
void WordWriter::write_text_box(XmlNode node) {
    if (is_in_paragraph_ && (is_floating_ || node.name() == "txbxContent")) {
        floats_.push_back({node, fill_});
    } else {
        write_floats({{node, fill_}});
    }
}

// Embedded HTML, which Word converts when it next saves the document.
void WordWriter::write_embedded_page(XmlNode node) {
    const std::string path = take_path(relationships_, node.prefixed_attribute("id"));
    const auto page = archive_.read(path);
    if (page && looks_like_html(*page)) {
        builder_.end_paragraph();
        static_cast<void>(append_html(*page, builder_)); // the text around it is whole
        builder_.end_paragraph();
    }
}

void WordWriter::write_footnote(XmlNode node) {
    write_note(parts_.footnotes, node, false);
}

void WordWriter::write_endnote(XmlNode node) {
    write_note(parts_.endnotes, node, false);
}

void WordWriter::write_comment(XmlNode node) {
    write_note(parts_.comments, node, true);
}

// A note, once, in brackets.
void WordWriter::write_note(WordNotes& notes, XmlNode reference, bool is_comment) {
    const auto found = notes.notes.find(reference.attribute("id"));
    if (found == notes.notes.end() || notes_ >= kMaxNotesWithin) {
        return;
    }
    const XmlNode note = found->second;
    notes.notes.erase(found);
    if (!has_readable_text(note)) {
        return;
    }
    begin_text();
    const std::string author(is_comment ? note.attribute("author") : std::string_view());
    builder_.flow(" [" + (is_comment ? comment_prefix(author) : std::string()));
    auto outer = std::exchange(relationships_, relationships_of(archive_, notes.path));
    const bool was_item = was_item_;
    ++inline_;
    ++notes_;
    is_joined_ = is_note_begin_ = true;
    write_children(note);
    is_note_begin_ = false;
    --notes_;
    --inline_;
    is_joined_ = false;
    was_item_ = was_item;
    relationships_ = std::move(outer);
    builder_.flow("]");
}

} // namespace sotto::extract
