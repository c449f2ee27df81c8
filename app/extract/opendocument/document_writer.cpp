#include "app/extract/opendocument/document_writer.h"

#include "app/extract/office/office_parts.h"
#include "app/extract/office/symbol_fonts.h"
#include "app/extract/office/word_values.h"
#include "app/extract/opendocument/document_nodes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

constexpr double kInvisiblePoints = 1;

} // namespace

void DocumentWriter::write_children(XmlNode node) {
    for (XmlNode child = node.first_child(); child && !builder_.is_full(); child = child.next()) {
        if (child.is_element()) {
            write(child);
        } else if (paragraphs_ > 0) {
            put(child.text());
        }
    }
}

DocumentWriter::Handler DocumentWriter::handler_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Handler>, 49> kHandlers{{
        {"p", &DocumentWriter::write_paragraph},
        {"h", &DocumentWriter::write_heading},
        {"span", &DocumentWriter::write_span},
        {"s", &DocumentWriter::write_space},
        {"tab", &DocumentWriter::write_tab},
        {"line-break", &DocumentWriter::write_line_break},
        {"ruby", &DocumentWriter::write_ruby},
        {"hidden-text", &DocumentWriter::write_hidden_text},
        {"tracked-changes", &DocumentWriter::write_tracked_changes},
        {"section", &DocumentWriter::write_section},
        {"list", &DocumentWriter::write_list},
        {"list-item", &DocumentWriter::write_list_item},
        {"numbered-paragraph", &DocumentWriter::write_numbered_paragraph},
        {"table", &DocumentWriter::write_table},
        {"table-row-group", &DocumentWriter::write_row_group},
        {"table-row", &DocumentWriter::write_row},
        {"page", &DocumentWriter::write_slide},
        {"frame", &DocumentWriter::write_shape},
        {"custom-shape", &DocumentWriter::write_shape},
        {"rect", &DocumentWriter::write_shape},
        {"ellipse", &DocumentWriter::write_shape},
        {"circle", &DocumentWriter::write_shape},
        {"line", &DocumentWriter::write_shape},
        {"connector", &DocumentWriter::write_shape},
        {"polygon", &DocumentWriter::write_shape},
        {"path", &DocumentWriter::write_shape},
        {"polyline", &DocumentWriter::write_shape},
        {"regular-polygon", &DocumentWriter::write_shape},
        {"measure", &DocumentWriter::write_shape},
        {"control", &DocumentWriter::write_shape},
        {"scene", &DocumentWriter::write_shape},
        {"caption", &DocumentWriter::write_shape},
        {"g", &DocumentWriter::write_shape},
        {"a", &DocumentWriter::write_link},
        {"object", &DocumentWriter::write_object},
        {"math", &DocumentWriter::write_formula},
        {"note", &DocumentWriter::write_note},
        {"annotation", &DocumentWriter::write_comment},
        {"notes", &DocumentWriter::write_speakers_notes},
        {"number", &DocumentWriter::skip}, // we count ourselves
        {"desc", &DocumentWriter::skip},
        {"binary-data", &DocumentWriter::skip},
        {"forms", &DocumentWriter::skip},
        {"scripts", &DocumentWriter::skip},
        {"script", &DocumentWriter::skip},
        {"sequence-decls", &DocumentWriter::skip},
        {"event-listeners", &DocumentWriter::skip},
        {"note-citation", &DocumentWriter::skip},
        {"covered-table-cell", &DocumentWriter::skip},
    }};
    const auto* const found =
        std::ranges::find(kHandlers, name, [](const auto& each) { return each.first; });
    return found == kHandlers.end() ? nullptr : found->second;
}

void DocumentWriter::write(XmlNode node) {
    if (const Handler handler = handler_of(node.name())) {
        (this->*handler)(node);
    } else {
        write_children(node);
    }
}

// What lies between the text so far and a paragraph.
void DocumentWriter::separate() {
    if (std::exchange(is_joined_, false)) {
        return;
    }
    if (inline_ > 0) {
        builder_.flow(" ");
    } else if (lists_open_ > 0) {
        builder_.end_line();
    } else {
        builder_.end_paragraph();
    }
}

void DocumentWriter::write_paragraph(XmlNode node) {
    write_block(node, false);
}

void DocumentWriter::write_heading(XmlNode node) {
    write_block(node, true);
}

void DocumentWriter::write_block(XmlNode node, bool is_heading) {
    const DocumentFormat outer = format_;
    format_ = styles_.format("paragraph", node.attribute("style-name"));
    format_.apply(cell_format_);
    if (is_unseen(format_) || hides_paragraph(node)) {
        note_hidden(node, kHiddenText);
        format_ = outer;
        return;
    }
    const bool begins_section = is_heading && inline_ == 0 && paragraphs_ == 0;
    separate();
    if (begins_section) {
        builder_.begin_heading();
    }
    const XmlNode item = std::exchange(item_, {});
    if (begins_section && !lists_.has_known_list()) {
        builder_.flow(lists_.next_heading_label(node));
    } else if (item) {
        builder_.flow(lists_.next_label(item, format_.list_style.value_or(std::string())));
    }
    write_block_content(node);
    if (begins_section) {
        builder_.end_heading();
    }
    format_ = outer;
    if (paragraphs_ == 0 && inline_ == 0) {
        write_floats();
    }
}

void DocumentWriter::write_block_content(XmlNode node) {
    ++paragraphs_;
    write_children(node);
    --paragraphs_;
}

void DocumentWriter::write_span(XmlNode node) {
    const DocumentFormat outer = format_;
    format_.apply(styles_.format("text", node.attribute("style-name")));
    if (is_unseen(format_)) {
        note_hidden(node, kHiddenText);
    } else {
        write_children(node);
    }
    format_ = outer;
}

void DocumentWriter::write_link(XmlNode node) {
    builder_.begin_link(node.attribute("href"));
    write_children(node);
    builder_.end_link();
}

bool DocumentWriter::is_unseen(const DocumentFormat& format) const {
    const std::optional<Color>& over = format.text_fill ? format.text_fill : format.fill;
    return format.is_hidden.value_or(false) ||
           (format.points && *format.points <= kInvisiblePoints) ||
           are_alike(format.color.value_or(Color()), over.value_or(ground_));
}

void DocumentWriter::note_hidden(XmlNode node, const char* sentence) {
    if (has_words(node)) {
        builder_.add_note(sentence);
    }
}

void DocumentWriter::put(std::string_view text) {
    if (is_note_begin_) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    }
    if (text.empty()) {
        return;
    }
    is_note_begin_ = false;
    const std::string signs = text_of_signs(format_.font.value_or(std::string()), text);
    switch (format_.shift.value_or(DocumentFormat::Shift::none)) {
    case DocumentFormat::Shift::raised:
        builder_.raise(signs);
        break;
    case DocumentFormat::Shift::lowered:
        builder_.lower(signs);
        break;
    case DocumentFormat::Shift::none:
        builder_.flow(signs);
        break;
    }
}

void DocumentWriter::write_space(XmlNode /*node*/) {
    put(" ");
}

void DocumentWriter::write_tab(XmlNode /*node*/) {
    if (inline_ > 0) {
        builder_.flow(" ");
    } else {
        builder_.end_cell();
    }
}

void DocumentWriter::write_line_break(XmlNode /*node*/) {
    if (inline_ > 0) {
        builder_.flow(" ");
    } else {
        builder_.break_line();
    }
}

// A word, and its reading in brackets.
void DocumentWriter::write_ruby(XmlNode node) {
    if (const XmlNode base = node.child("ruby-base")) {
        write_children(base);
    }
    const XmlNode reading = node.child("ruby-text");
    if (reading && has_words(reading)) {
        builder_.flow("(");
        write_children(reading);
        builder_.flow(")");
    }
}

// A field whose text depends on a condition.
void DocumentWriter::write_hidden_text(XmlNode node) {
    if (node.attribute("is-hidden") == "false") {
        const std::string text = node.all_text();
        put(text.empty() ? node.attribute("string-value") : std::string_view(text));
    } else {
        builder_.add_note(kHiddenText);
    }
}

void DocumentWriter::write_tracked_changes(XmlNode node) {
    if (holds_deletion(node)) {
        builder_.add_note(kDeletions);
    }
}

void DocumentWriter::write_section(XmlNode node) {
    const std::string_view display = node.attribute("display");
    const bool is_hidden =
        display == "none" || (display == "condition" && node.attribute("is-hidden") == "true");
    if (is_hidden ||
        styles_.format("section", node.attribute("style-name")).is_hidden.value_or(false)) {
        note_hidden(node, kHiddenText);
    } else {
        write_children(node);
    }
}

void DocumentWriter::write_list(XmlNode node) {
    if (lists_open_ == 0) {
        separate();
        is_joined_ = inline_ > 0;
    }
    item_ = {};
    lists_.begin_list(node);
    ++lists_open_;
    write_children(node);
    --lists_open_;
    lists_.end_list();
    if (lists_open_ == 0 && inline_ == 0) {
        builder_.end_paragraph();
    }
}

void DocumentWriter::write_list_item(XmlNode node) {
    item_ = node; // its first paragraph bears its number
    write_children(node);
    item_ = {};
}

void DocumentWriter::write_numbered_paragraph(XmlNode node) {
    const auto level =
        std::clamp<std::int64_t>(parse_number(node.attribute("level")).value_or(1), 1, 10);
    for (std::int64_t i = 0; i < level; ++i) {
        lists_.begin_list(node);
    }
    ++lists_open_;
    write_list_item(node);
    --lists_open_;
    for (std::int64_t i = 0; i < level; ++i) {
        lists_.end_list();
    }
}

// The paragraphs of `content` on one line.
void DocumentWriter::write_in_brackets(const std::string& begin,
                                       const std::vector<XmlNode>& content) {
    const int outer_paragraphs = std::exchange(paragraphs_, 0);
    const int outer_lists = std::exchange(lists_open_, 0);
    const DocumentFormat outer_format = format_;
    const Color outer_ground = std::exchange(ground_, Color(kWhite));
    builder_.flow(begin);
    ++inline_;
    is_joined_ = is_note_begin_ = true;
    for (const XmlNode node : content) {
        write(node);
    }
    is_joined_ = is_note_begin_ = false;
    --inline_;
    builder_.flow("]");
    ground_ = outer_ground;
    format_ = outer_format;
    lists_open_ = outer_lists;
    paragraphs_ = outer_paragraphs;
}

void DocumentWriter::write_note(XmlNode node) {
    const XmlNode body = node.child("note-body");
    if (body && has_words(body)) {
        write_in_brackets(" [", {body});
    }
}

void DocumentWriter::write_comment(XmlNode node) {
    std::vector<XmlNode> content;
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element() && (child.name() == "p" || child.name() == "list")) {
            content.push_back(child);
        }
    }
    std::erase_if(content, [](XmlNode child) { return !has_words(child); });
    if (content.empty()) {
        return;
    }
    const XmlNode creator = node.child("creator");
    if (paragraphs_ == 0 && inline_ == 0) {
        builder_.end_paragraph();
    }
    write_in_brackets(" [" + comment_prefix(creator ? creator.all_text() : std::string()), content);
}

// The notes of a slide, in the boxes of its notes page.
void DocumentWriter::write_speakers_notes(XmlNode node) {
    std::vector<XmlNode> boxes;
    for (XmlNode frame = node.first_child(); frame; frame = frame.next()) {
        const bool is_note = frame.is_element() && frame.attribute("class") == "notes";
        if (const XmlNode box = is_note ? frame.child("text-box") : XmlNode();
            box && has_words(box)) {
            boxes.push_back(box);
        }
    }
    builder_.end_paragraph();
    if (!boxes.empty()) {
        write_in_brackets("[", boxes);
    }
}

} // namespace sotto::extract
