// What a page says, apart from how it is laid out: see page_writer.cpp.
#include "app/extract/markup/mathml.h"
#include "app/extract/page/page_elements.h"
#include "app/extract/page/page_math.h"
#include "app/extract/page/page_notes.h"
#include "app/extract/page/page_writer.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f";

bool is_blank(std::string_view text) {
    return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string_view trim(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// A reading without the brackets that the page puts around it.
std::string_view without_brackets(std::string_view reading) {
    reading = trim(reading);
    for (const auto& [open, close] : {std::pair{std::string_view("("), std::string_view(")")},
                                      std::pair{std::string_view("（"), std::string_view("）")}}) {
        if (reading.size() > open.size() + close.size() && reading.starts_with(open) &&
            reading.ends_with(close)) {
            reading.remove_prefix(open.size());
            reading.remove_suffix(close.size());
        }
    }
    return trim(reading);
}

} // namespace

void PageWriter::write_text(const GumboNode* node) {
    std::string_view text = node->v.text.text;
    const bool is_in_ruby = node->parent != nullptr && is_element(node->parent) &&
                            (node->parent->v.element.tag == GUMBO_TAG_RUBY ||
                             node->parent->v.element.tag == GUMBO_TAG_RB);
    if (is_in_ruby && text.contains('\n')) {
        text = trim(text); // lines of the source, not of the text
    }
    if (is_blank(text)) {
        // Between the elements of a word with readings, and before a line begins, blanks are none.
        if (text.empty() || is_in_ruby || cells_ > 0 || !marker_.empty() || joins_next_ ||
            !frame().seen.shows_text() || (frame().is_drawing && !frame().is_drawn_text)) {
            return;
        }
    } else if (!frame().seen.shows_text()) {
        hide(text);
        return;
    } else if (frame().is_drawing && !frame().is_drawn_text) {
        return;
    }
    say(joins_next_ ? text.substr(text.find_first_not_of(kBlanks)) : text);
}

void PageWriter::write_letter(const GumboNode* node) {
    if (is_block(node->v.element.tag)) {
        paragraph();
    }
    say(trim(text_below(node, std::string::npos)));
}

bool PageWriter::write_formula(const GumboNode* node, const Visibility& seen) {
    const auto formula = formula_of(node);
    if (!formula) {
        return false;
    }
    if (formula->text.empty()) {
        return true;
    }
    // Scripts have no style of their own, and drawings hide what they are made from.
    if (!frame().seen.shows_text() || seen.is_hidden) {
        hide(formula->text);
        return true;
    }
    if (formula->is_displayed) {
        line();
    }
    say(formula->text);
    if (formula->is_displayed) {
        line();
    }
    return true;
}

bool PageWriter::write_reference(const GumboNode* node) {
    const NoteReference reference = reference_of(node);
    if (reference.link.empty() || !frame().seen.shows_text() || reading_depth_ > 0) {
        return false;
    }
    if (reference.is_typed && note_depth_ == 0) {
        const auto named = notes_by_id_.find(id_in(reference.link));
        const GumboNode* note = named == notes_by_id_.end() ? nullptr : named->second;
        if (note != nullptr && !written_.contains(note)) {
            const std::string marker = std::exchange(marker_, marker_ + " [");
            const std::size_t before = marker_.size();
            write_note(note);
            if (marker_.size() == before) {
                marker_ = marker; // the note shows nothing
            } else {
                builder_.attach("]");
            }
            return true;
        }
        const auto elsewhere = note == nullptr && context_.read_note
                                   ? context_.read_note(reference.link)
                                   : std::nullopt;
        if (elsewhere) {
            say(" [" + *elsewhere + "]");
            return true;
        }
    }
    if (reference.label.empty()) {
        return false;
    }
    const bool has_brackets = reference.label.starts_with('[') || reference.label.starts_with('(');
    begin_text();
    builder_.flow(has_brackets ? reference.label : "[" + reference.label + "]");
    return true;
}

void PageWriter::write_input(const GumboElement& element) {
    if (frame().seen.is_invisible) {
        return;
    }
    if (element.tag == GUMBO_TAG_IMG) {
        const std::string alternative = plain_tex(attribute_of(element, "alt"));
        if (!is_blank(alternative)) {
            say(alternative);
        }
        return;
    }
    constexpr std::string_view kUnseen = " hidden password file color range image ";
    const std::string type = to_lower(attribute_of(element, "type"));
    if (type == "checkbox" || type == "radio") {
        say(has_attribute(element, "checked") ? "[x] " : "[ ] ");
    } else if (!kUnseen.contains(" " + type + " ") && !is_blank(attribute_of(element, "value"))) {
        say(attribute_of(element, "value"));
    }
}

void PageWriter::end_ruby() {
    const std::string reading = std::move(readings_.back());
    readings_.pop_back();
    if (const std::string_view shown = without_brackets(reading); !shown.empty()) {
        say("(" + std::string(shown) + ")");
    }
}

void PageWriter::say(std::string_view text) {
    if (text.empty()) {
        return;
    }
    if (reading_depth_ > 0) {
        readings_.back() += text;
        return;
    }
    if (!marker_.empty() && !is_blank(text)) {
        text.remove_prefix(text.find_first_not_of(kBlanks)); // behind a bracket
    }
    begin_text();
    if (frame().shift == Shift::up) {
        builder_.raise(text);
    } else if (frame().shift == Shift::down) {
        builder_.lower(text);
    } else if (frame().keeps_blanks && inline_depth_ == 0) {
        builder_.keep(text);
    } else {
        builder_.flow(text);
    }
}

void PageWriter::begin_text() {
    joins_next_ = false;
    if (cells_ > 0) {
        builder_.keep(std::string(std::exchange(cells_, 0), '\t'));
    }
    if (!marker_.empty()) {
        builder_.flow(std::exchange(marker_, {}));
    }
}

void PageWriter::hide(std::string_view text) {
    if (!is_blank(text)) {
        builder_.add_note("Hidden text was left out.");
    }
}

void PageWriter::space() {
    builder_.flow(marker_.empty() ? " " : "");
}

void PageWriter::line() {
    if (inline_depth_ > 0) {
        space();
    } else if (!joins_next_) {
        builder_.end_line();
    }
}

void PageWriter::paragraph() {
    if (inline_depth_ > 0) {
        space();
    } else if (!marker_.empty()) {
        line(); // the first paragraph of an item
    } else if (!joins_next_) {
        builder_.end_paragraph();
    }
}

void PageWriter::break_line() {
    if (inline_depth_ > 0 || reading_depth_ > 0) {
        say(" ");
    } else if (marker_.empty() && cells_ == 0 && !joins_next_) {
        builder_.break_line();
    }
}

} // namespace sotto::extract
