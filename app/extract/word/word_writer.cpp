#include "app/extract/word/word_writer.h"

#include "app/extract/markup/links.h"
#include "app/extract/office/office_math.h"
#include "app/extract/office/symbol_fonts.h"
#include "app/extract/office/word_values.h"
#include "app/extract/word/equation_field.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

// Text of this size and less cannot be read: one point.
constexpr std::int64_t kInvisibleHalfPoints = 2;

// A picture behind the text, whose colours are not known.
bool has_picture_behind(XmlNode node) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element() &&
            ((child.name() == "anchor" &&
              (child.attribute("behindDoc") == "1" || child.attribute("behindDoc") == "true")) ||
             has_picture_behind(child))) {
            return true;
        }
    }
    return false;
}

Color page_color(XmlNode root) {
    if (has_picture_behind(root)) {
        return std::nullopt;
    }
    // Whether another colour shows depends on a setting.
    const XmlNode background = root.child("background");
    const Color color = background ? parse_color(background.attribute("color")) : kWhite;
    return color == kWhite ? color : std::nullopt;
}

} // namespace

void WordWriter::write_part(const std::string& path, XmlNode root) {
    relationships_ = relationships_of(archive_, path);
    fill_ = page_ = page_color(root);
    was_item_ = is_joined_ = false;
    builder_.end_paragraph();
    write_children(root);
    builder_.end_paragraph();
}

void WordWriter::write_children(XmlNode node) {
    for (XmlNode child = node.first_child(); child && !builder_.is_full(); child = child.next()) {
        if (child.is_element()) {
            write(child);
        }
    }
}

WordWriter::Handler WordWriter::handler_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Handler>, 36> kHandlers{{
        {"t", &WordWriter::write_text},
        {"r", &WordWriter::write_run},
        {"p", &WordWriter::write_paragraph},
        {"tab", &WordWriter::write_tab},
        {"ptab", &WordWriter::write_tab},
        {"br", &WordWriter::write_break},
        {"cr", &WordWriter::write_break},
        {"noBreakHyphen", &WordWriter::write_hyphen},
        {"hyperlink", &WordWriter::write_hyperlink},
        {"fldSimple", &WordWriter::write_simple_field},
        {"fldChar", &WordWriter::write_field_mark},
        {"instrText", &WordWriter::write_instruction},
        {"sym", &WordWriter::write_symbol},
        {"symEx", &WordWriter::write_symbol},
        {"ruby", &WordWriter::write_ruby},
        {"oMath", &WordWriter::write_formula},
        {"oMathPara", &WordWriter::write_formula},
        {"checkBox", &WordWriter::write_check_box},
        {"textpath", &WordWriter::write_word_art},
        {"tbl", &WordWriter::write_table},
        {"tr", &WordWriter::write_row},
        {"tc", &WordWriter::write_cell},
        {"AlternateContent", &WordWriter::write_alternatives},
        {"del", &WordWriter::write_deletion},
        {"moveFrom", &WordWriter::write_deletion},
        {"wsp", &WordWriter::write_shape},
        {"shape", &WordWriter::write_shape},
        {"rect", &WordWriter::write_shape},
        {"anchor", &WordWriter::write_drawing},
        {"inline", &WordWriter::write_drawing},
        {"txbxContent", &WordWriter::write_text_box},
        {"relIds", &WordWriter::write_text_box},
        {"chart", &WordWriter::write_text_box},
        {"altChunk", &WordWriter::write_embedded_page},
        {"footnoteReference", &WordWriter::write_footnote},
        {"endnoteReference", &WordWriter::write_endnote},
    }};
    const auto* const found =
        std::ranges::find(kHandlers, name, [](const auto& each) { return each.first; });
    return found == kHandlers.end() ? nullptr : found->second;
}

void WordWriter::write(XmlNode node) {
    const std::string_view name = node.name();
    if (name == "commentReference") {
        write_comment(node);
    } else if (const Handler handler = handler_of(name)) {
        (this->*handler)(node);
    } else if (!name.ends_with("Pr")) { // those are properties
        write_children(node);
    }
}

// What lies between the text so far and a paragraph.
void WordWriter::separate(bool is_item) {
    const bool was_item = std::exchange(was_item_, is_item);
    if (std::exchange(is_joined_, false)) {
        return;
    }
    if (inline_ > 0) {
        builder_.flow(" ");
    } else if (is_item && was_item) {
        builder_.end_line();
    } else {
        builder_.end_paragraph();
    }
}

void WordWriter::write_paragraph(XmlNode node) {
    const XmlNode properties = node.child("pPr");
    const ParagraphFormat format = parts_.styles.paragraph(properties);
    const bool begins_section = inline_ == 0 && !is_in_heading_ && format.is_heading();
    separate(format.list && !begins_section);
    if (begins_section) {
        is_in_heading_ = true;
        builder_.begin_heading();
    }
    auto outer_floats = std::exchange(floats_, {});
    write_content(node, format);
    if (begins_section) {
        builder_.end_heading();
        is_in_heading_ = false;
    }
    write_floats(std::exchange(floats_, std::move(outer_floats)));
    const XmlNode mark = properties ? properties.child("rPr") : XmlNode();
    const XmlNode frame = properties ? properties.child("framePr") : XmlNode();
    const std::string_view drop_cap = frame ? frame.attribute("dropCap") : "";
    is_joined_ =
        !begins_section &&
        ((mark && (is_on(mark.child("vanish")) || mark.child("del") || mark.child("moveFrom"))) ||
         drop_cap == "drop" || drop_cap == "margin");
}

// The text of a paragraph. Its number comes with the first word, since it has none when all of it
// is hidden; without words it counts nevertheless.
void WordWriter::write_content(XmlNode node, const ParagraphFormat& format) {
    const XmlNode properties = node.child("pPr");
    const XmlNode mark = properties ? properties.child("rPr") : XmlNode();
    const bool has_mark = !mark || (!is_on(mark.child("vanish")) && !mark.child("del"));
    auto outer = std::exchange(paragraph_, format);
    auto outer_number = std::exchange(numbered_, std::nullopt);
    const RunFormat outer_run = std::exchange(run_, parts_.styles.run(format, {}));
    const bool was_in_paragraph = std::exchange(is_in_paragraph_, true);
    if (format.list) {
        numbered_ = format;
    }
    write_children(node);
    if (numbered_ && has_mark) {
        static_cast<void>(parts_.lists.next_label(*numbered_));
    }
    is_in_paragraph_ = was_in_paragraph;
    run_ = outer_run;
    numbered_ = std::move(outer_number);
    paragraph_ = std::move(outer);
}

void WordWriter::begin_text() {
    if (numbered_) {
        const auto format = std::exchange(numbered_, std::nullopt);
        builder_.flow(parts_.lists.next_label(*format).value_or("- "));
    }
}

void WordWriter::put(std::string_view text) {
    if (is_note_begin_) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    }
    if (text.empty()) {
        return;
    }
    is_note_begin_ = false;
    begin_text();
    if (!fields_.empty()) {
        fields_.back().has_result = true;
    }
    const VerticalAlign align = run_.align.value_or(VerticalAlign::baseline);
    if (align == VerticalAlign::raised) {
        builder_.raise(text);
    } else if (align == VerticalAlign::lowered) {
        builder_.lower(text);
    } else {
        builder_.flow(text);
    }
}

bool WordWriter::is_hidden(const RunFormat& format) const {
    const std::optional<Color>& over = format.fill ? format.fill : paragraph_.fill;
    return format.is_hidden.value_or(false) ||
           (format.half_points && *format.half_points <= kInvisibleHalfPoints) ||
           are_alike(format.color.value_or(Color()), over.value_or(fill_));
}

void WordWriter::write_run(XmlNode node) {
    const RunFormat format = parts_.styles.run(paragraph_, node.child("rPr"));
    if (is_hidden(format)) {
        if (has_readable_text(node)) {
            builder_.add_note(kHiddenText);
        }
        return;
    }
    const RunFormat outer = std::exchange(run_, format);
    write_children(node);
    run_ = outer;
}

void WordWriter::write_text(XmlNode node) {
    put(text_of_signs(run_.font.value_or(std::string()), node.all_text()));
}

void WordWriter::write_symbol(XmlNode node) {
    std::string text;
    append_utf8(text, symbol_of(node));
    put(text);
}

void WordWriter::write_hyphen(XmlNode /*node*/) {
    put("-");
}

void WordWriter::write_tab(XmlNode /*node*/) {
    begin_text();
    if (inline_ > 0) {
        builder_.flow(" ");
    } else {
        builder_.end_cell();
    }
}

void WordWriter::write_break(XmlNode /*node*/) {
    begin_text();
    if (inline_ > 0) {
        builder_.flow(" ");
    } else {
        builder_.break_line();
    }
}

void WordWriter::write_formula(XmlNode node) {
    begin_text();
    builder_.flow(math_text(node));
}

// A word, and its reading in brackets.
void WordWriter::write_ruby(XmlNode node) {
    if (const XmlNode base = node.child("rubyBase")) {
        write_children(base);
    }
    const XmlNode reading = node.child("rt");
    if (reading && has_readable_text(reading)) {
        builder_.flow("(");
        write_children(reading);
        builder_.flow(")");
    }
}

// A box of a form, which is ticked or empty.
void WordWriter::write_check_box(XmlNode node) {
    const XmlNode own = node.child("checked");
    put(is_on(own ? own : node.child("default")) ? "☑" : "☐");
}

void WordWriter::write_hyperlink(XmlNode node) {
    builder_.begin_link(address_of(relationships_, node.prefixed_attribute("id")));
    write_children(node);
    builder_.end_link();
}

void WordWriter::write_simple_field(XmlNode node) {
    builder_.begin_link(hyperlink_in(node.attribute("instr")));
    write_children(node);
    builder_.end_link();
}

// A field begins or ends. Only equations have to be read from their instruction.
void WordWriter::write_field_mark(XmlNode node) {
    constexpr std::size_t kMaxFields = 100; // within each other
    const std::string_view type = node.attribute("fldCharType");
    if (type == "begin" && fields_.size() < kMaxFields) {
        fields_.emplace_back();
    } else if (type == "separate" && !fields_.empty()) {
        if (const std::string address = hyperlink_in(fields_.back().instruction);
            !address.empty()) {
            builder_.begin_link(address);
        }
    } else if (type == "end" && !fields_.empty()) {
        const Field field = std::move(fields_.back());
        fields_.pop_back();
        if (!hyperlink_in(field.instruction).empty()) {
            builder_.end_link();
        }
        if (!field.has_result && is_equation_field(field.instruction)) {
            put(equation_field_text(field.instruction));
        }
    }
    write_children(node);
}

void WordWriter::write_instruction(XmlNode node) {
    constexpr std::size_t kLongestInstruction = 100'000;
    const std::string text = node.all_text();
    if (!fields_.empty() && fields_.back().instruction.size() + text.size() < kLongestInstruction) {
        fields_.back().instruction += text;
    }
}

void WordWriter::write_word_art(XmlNode node) {
    put(node.attribute("string"));
}

} // namespace sotto::extract
