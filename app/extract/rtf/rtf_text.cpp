// How the characters of RTF become text: see rtf_parser.cpp.
#include "app/extract/rtf/rtf_parser.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

using Target = RtfGroup::Target;

constexpr std::size_t kLongestInstruction = 10'000; // and the text that reaches it

} // namespace

const std::optional<Paint>& RtfParser::color(int number) const {
    static const std::optional<Paint> kAutomatic;
    return number <= 0 || static_cast<std::size_t>(number) >= colors_.size()
               ? kAutomatic
               : colors_[static_cast<std::size_t>(number)];
}

// Whether characters have the colour of what is behind them.
bool RtfParser::is_white() const {
    const RtfGroup& group = groups_.back();
    const std::optional<Paint>& letters = color(group.color);
    if (!letters) {
        return false;
    }
    const int number = group.background > 0 ? group.background : group.paragraph_background;
    if (number > 0) {
        return color(number) && look_alike(*letters, *color(number));
    }
    return !group.is_in_shape && !is_row_shaded_ && !has_background_ &&
           look_alike(*letters, kWhitePaint);
}

bool RtfParser::is_suppressed() {
    const RtfGroup& now = group();
    return now.target == Target::nowhere || now.is_hidden || now.has_hidden_style ||
           now.is_hidden_paragraph || now.is_deleted || now.is_tiny || is_white();
}

void RtfParser::begin_heading() {
    flush();
    if (!is_in_heading_ && note_depth_ == 0 && group().level() == 0 &&
        group().target == Target::document) {
        builder().begin_heading();
        is_in_heading_ = true;
    }
}

void RtfParser::put_byte(char byte) {
    is_optional_ = false;
    if (skip_after_unicode_ > 0) {
        --skip_after_unicode_;
    } else if (!is_suppressed()) {
        bytes_ += byte;
    } else if (group().target != Target::nowhere && byte != ' ' && byte != '\0') {
        builder_.add_note(group().is_deleted ? "Tracked deletions were left out."
                                             : "Hidden text was left out.");
    }
}

void RtfParser::put_text(std::string_view text) {
    if (!is_suppressed()) {
        flush();
        say(text);
    }
}

// Numbers are signed 16-bit units of UTF-16.
void RtfParser::put_unicode(int number) {
    skip_after_unicode_ = 0;
    if (is_suppressed()) {
        put_byte('?'); // for the note
    } else {
        flush_bytes();
        units_ += static_cast<char16_t>(number);
    }
    skip_after_unicode_ = group().bytes_after_unicode;
}

void RtfParser::flush_bytes() {
    flush_units();
    if (bytes_.empty()) {
        return;
    }
    const auto found = code_pages_.find(group().font);
    const int named = found == code_pages_.end() ? 0 : found->second;
    const std::string bytes = std::exchange(bytes_, {});
    say(decode_code_page(bytes, named == 0 ? default_code_page_ : named));
}

void RtfParser::flush_units() {
    // A lone surrogate waits for its other half.
    if (bytes_.empty() || units_.empty()) {
        return;
    }
    say(to_utf8(std::exchange(units_, {})));
}

void RtfParser::flush() {
    flush_bytes();
    if (!units_.empty()) {
        say(to_utf8(std::exchange(units_, {})));
    }
}

void RtfParser::say(std::string_view text) {
    if (text.empty()) {
        return;
    }
    if (group().target == Target::list_number) {
        list_number_ += text.substr(0, kLongestLabel);
        return;
    }
    if (group().target == Target::instruction) {
        instruction_ += instruction_.size() < kLongestInstruction ? text : std::string_view();
        return;
    }
    if (group().target == Target::author) {
        author_ += text.substr(0, kLongestLabel);
        return;
    }
    if (const std::size_t words = text.find_first_not_of(" \t"); words != std::string_view::npos) {
        text.remove_prefix(marker_.empty() ? 0 : words);
        begin_text();
    } else if (cells_ > 0 || !marker_.empty()) {
        return; // blanks before a text
    }
    if (group().shift == RtfGroup::Shift::up) {
        builder().raise(text);
    } else if (group().shift == RtfGroup::Shift::down) {
        builder().lower(text);
    } else {
        builder().flow(text);
    }
}

// What stands between the last text and the next.
void RtfParser::begin_text() {
    const int level = group().level();
    const bool is_other_table = text_level_ > 0 && level > 0 && level != text_level_;
    const Pause pause = std::exchange(pause_, Pause::none);
    if (is_other_table || (pause == Pause::paragraph_of_cell && level != pause_level_)) {
        cells_ = 0;
        builder().end_line();
    } else if (pause != Pause::none) {
        builder().flow(" ");
    }
    text_level_ = level;
    if (cells_ > 0) {
        builder().keep(std::string(std::exchange(cells_, 0), '\t'));
    }
    if (group().list > 0 && !stores_numbers_ && !is_numbered_ && note_depth_ == 0 &&
        group().target == Target::document) {
        is_numbered_ = true;
        const std::string number = lists_.next_number(group().list, group().list_level);
        marker_ += number.empty() ? "" : number + " ";
    }
    if (!marker_.empty()) {
        builder().flow(std::exchange(marker_, {}));
    }
}

Extraction extract_rtf(std::string_view bytes) {
    return RtfParser(bytes).read();
}

} // namespace sotto::extract
