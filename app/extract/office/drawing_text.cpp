#include "app/extract/office/drawing_text.h"

#include "app/extract/office/escaped_text.h"
#include "app/extract/office/list_number.h"
#include "app/extract/office/office_math.h"
#include "app/extract/office/symbol_fonts.h"
#include "app/extract/office/word_values.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::int64_t kInvisibleSize = 100; ///< one point

bool is_true(std::string_view value) {
    return value == "1" || value == "true";
}

// Whether a shape, picture, table or group is hidden.
bool is_unseen(XmlNode shape) {
    for (XmlNode child = shape.first_child(); child; child = child.next()) {
        const bool is_name = child.is_element() && child.name().starts_with("nv");
        if (const XmlNode name = is_name ? child.child("cNvPr") : XmlNode()) {
            return is_true(name.attribute("hidden"));
        }
    }
    return false;
}

std::string_view typeface(XmlNode format, std::string_view script) {
    const XmlNode font = format ? format.child(script) : XmlNode();
    return font ? font.attribute("typeface") : std::string_view();
}

// "arabicPeriod" is "1.", "alphaLcParenBoth" "(a)".
// Source: ECMA-376, part 1, section 20.1.10.61.
std::string numbered(std::int64_t number, std::string_view type) {
    const NumberStyle style = type.starts_with("alphaLc")     ? NumberStyle::lower_letter
                              : type.starts_with("alphaUc")   ? NumberStyle::upper_letter
                              : type.starts_with("romanLc")   ? NumberStyle::lower_roman
                              : type.starts_with("romanUc")   ? NumberStyle::upper_roman
                              : type.starts_with("circleNum") ? NumberStyle::enclosed
                              : type.starts_with("arabicDb")  ? NumberStyle::fullwidth
                              : type.starts_with("hebrew")    ? NumberStyle::hebrew
                              : type.starts_with("ea1")       ? NumberStyle::chinese
                                                              : NumberStyle::decimal;
    const std::string text = number_text(number, style);
    return type.ends_with("ParenBoth") ? "(" + text + ") "
           : type.ends_with("ParenR")  ? text + ") "
           : type.ends_with("Period")  ? text + ". "
           : type.ends_with("Minus")   ? text + "- "
                                       : text + " ";
}

} // namespace

void DrawingWriter::write(XmlNode root, Relationships parts, DrawingColors colors) {
    parts_ = std::move(parts);
    colors_ = std::move(colors);
    ground_ = std::nullopt;
    write_children(root);
    builder_.end_paragraph();
}

void DrawingWriter::write_notes(const std::vector<XmlNode>& shapes) {
    parts_.clear();
    colors_ = {};
    ++inline_;
    is_joined_ = true;
    for (const XmlNode shape : shapes) {
        write_children(shape);
    }
    is_joined_ = false;
    --inline_;
}

void DrawingWriter::write_inline(XmlNode node) {
    ++inline_;
    is_joined_ = true;
    write_children(node);
    is_joined_ = false;
    --inline_;
}

void DrawingWriter::write_children(XmlNode node) {
    for (XmlNode child = node.first_child(); child && !builder_.is_full(); child = child.next()) {
        if (child.is_element()) {
            write_element(child);
        }
    }
}

void DrawingWriter::write_element(XmlNode node) {
    const std::string_view name = node.name();
    if (name == "r" || name == "fld") {
        write_run(node);
    } else if (name == "t") {
        put(node.all_text(), {});
    } else if (name == "p") {
        write_paragraph(node);
    } else if (name == "br") {
        break_line();
    } else if (name == "oMath" || name == "oMathPara") {
        put(math_text(node), {});
    } else if (name == "tr") {
        write_row(node);
    } else if (name == "tc") {
        write_cell(node);
    } else if (name == "txBody" || name == "rich") {
        write_body(node);
    } else if (name == "AlternateContent") {
        write_children(readable_alternative(node));
    } else if (name == "sp" || name == "graphicFrame" || name == "grpSp" || name == "cxnSp" ||
               name == "pic") {
        write_shape(node);
    } else if (!append_drawing_part(archive_, parts_, node, builder_)) {
        write_children(node);
    }
}

void DrawingWriter::write_shape(XmlNode node) {
    if (is_unseen(node)) {
        if (has_readable_text(node)) {
            builder_.add_note(kHiddenText);
        }
        return;
    }
    const bool has_own_ground = node.name() == "sp";
    const Color outer = std::exchange(ground_, has_own_ground ? colors_.ground_of(node) : Color());
    write_children(node);
    ground_ = outer;
    if (node.name() == "sp" || node.name() == "graphicFrame") {
        builder_.end_paragraph();
    }
}

// The paragraphs of one shape or cell, whose numbers begin at their start.
void DrawingWriter::write_body(XmlNode node) {
    const XmlNode outer_style = std::exchange(list_style_, node.child("lstStyle"));
    auto outer = std::exchange(numberings_, {});
    write_children(node);
    numberings_ = std::move(outer);
    list_style_ = outer_style;
}

void DrawingWriter::write_paragraph(XmlNode node) {
    if (inline_ > 0 && !std::exchange(is_joined_, false)) {
        builder_.flow(" ");
    }
    numbered_ = node;
    write_children(node);
    builder_.end_link();
    numbered_ = {};
    if (inline_ == 0) {
        builder_.end_line();
    }
}

// What says how a paragraph begins: its own properties, or those of the shape's text.
XmlNode DrawingWriter::bullet_of(XmlNode paragraph, std::size_t level) const {
    const XmlNode style =
        list_style_ ? list_style_.child("lvl" + std::to_string(level + 1) + "pPr") : XmlNode();
    for (const XmlNode properties : {paragraph.child("pPr"), style}) {
        for (const std::string_view kind : {"buNone", "buAutoNum", "buChar", "buBlip"}) {
            if (const XmlNode bullet = properties ? properties.child(kind) : XmlNode()) {
                return bullet;
            }
        }
    }
    return {};
}

std::string DrawingWriter::label_of(XmlNode paragraph) {
    const XmlNode properties = paragraph.child("pPr");
    const auto given = properties ? parse_number(properties.attribute("lvl")) : std::nullopt;
    const auto level =
        static_cast<std::size_t>(std::clamp<std::int64_t>(given.value_or(0), 0, kLevels - 1));
    for (std::size_t i = level + 1; i < kLevels; ++i) {
        numberings_.at(i).reset();
    }
    const XmlNode bullet = bullet_of(paragraph, level);
    auto& numbering = numberings_.at(level);
    if (!bullet || bullet.name() != "buAutoNum") {
        numbering.reset();
        return bullet && bullet.name() != "buNone" ? "- " : "";
    }
    const std::string type(bullet.attribute("type"));
    constexpr std::int64_t kMaxStart = 32767;
    const std::int64_t start = std::clamp<std::int64_t>(
        parse_number(bullet.attribute("startAt")).value_or(1), 1, kMaxStart);
    if (!numbering || numbering->type != type || numbering->start != start) {
        numbering = Numbering{type, start, 0};
    }
    return numbered(start + numbering->count++, type);
}

void DrawingWriter::write_row(XmlNode node) {
    builder_.end_line();
    write_children(node);
    builder_.end_line();
}

void DrawingWriter::write_cell(XmlNode node) {
    const XmlNode properties = node.child("tcPr");
    const Color outer = std::exchange(ground_, colors_.text_color(properties));
    if (!is_true(node.attribute("hMerge")) && !is_true(node.attribute("vMerge"))) {
        write_inline(node);
    }
    ground_ = outer;
    builder_.next_cell();
}

void DrawingWriter::break_line() {
    if (inline_ > 0) {
        builder_.flow(" ");
    } else {
        builder_.break_line();
    }
}

bool DrawingWriter::is_hidden(XmlNode format) const {
    if (!format) {
        return false;
    }
    const auto size = parse_number(format.attribute("sz"));
    const XmlNode highlight = format.child("highlight");
    return (size && *size <= kInvisibleSize) ||
           are_alike(colors_.text_color(format), highlight ? colors_.color_in(highlight) : ground_);
}

void DrawingWriter::write_run(XmlNode node) {
    const XmlNode format = node.child("rPr");
    if (is_hidden(format)) {
        if (has_readable_text(node)) {
            builder_.add_note(kHiddenText);
        }
        return;
    }
    const XmlNode link = format ? format.child("hlinkClick") : XmlNode();
    if (const std::string address = link ? address_of(parts_, link.prefixed_attribute("id")) : "";
        address.empty()) {
        builder_.end_link();
    } else {
        builder_.begin_link(address);
    }
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element() && child.name() == "t") {
            put(child.all_text(), format);
        } else if (child.is_element() && child.name() != "rPr" && child.name() != "pPr") {
            write_element(child);
        }
    }
}

void DrawingWriter::put(std::string_view text, XmlNode format) {
    if (numbered_ && text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        builder_.flow(label_of(std::exchange(numbered_, {})));
    }
    const std::string signs =
        text_of_signs(typeface(format, "latin"), unescaped(text), typeface(format, "sym"));
    const auto baseline = format ? parse_number(format.attribute("baseline")) : std::nullopt;
    if (baseline.value_or(0) > 0) {
        builder_.raise(signs);
    } else if (baseline.value_or(0) < 0) {
        builder_.lower(signs);
    } else {
        builder_.flow(signs);
    }
}

} // namespace sotto::extract
