#include "app/extract/text/text_builder.h"

#include "app/extract/text/formula.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

// More empty cells in a row are the unused part of a sheet.
constexpr std::size_t kMaxEmptyCells = 50;
constexpr std::string_view kSoftHyphen = "\xC2\xAD";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

// The first character of `text`: its first byte and the continuation bytes after it.
std::string_view first_character(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && is_continuation_byte(text[length])) {
        ++length;
    }
    return text.substr(0, length);
}

// Invisible characters, which would only separate the letters of a word.
bool is_invisible(std::string_view character) {
    const auto byte = static_cast<unsigned char>(character.front());
    if (byte == 0xC2U && character.size() == 2) {
        return static_cast<unsigned char>(character[1]) < 0xA0U || character == kSoftHyphen;
    }
    return (byte < 0x20U && !is_blank(character.front())) || byte == 0x7FU ||
           character == kByteOrderMark;
}

} // namespace

void TextBuilder::append(std::string_view character) {
    if (text_.size() + character.size() > kLargestText) {
        is_full_ = true;
        return;
    }
    text_ += character;
    ++characters_;
}

// Appends the gap between the last text and the next, and places the marks made in between.
void TextBuilder::close_gap() {
    if (!text_.empty()) {
        if (gap_ >= Gap::line) {
            const std::size_t wanted = gap_ == Gap::paragraph ? 2 : 1;
            std::size_t there = 0;
            while (there < text_.size() && text_[text_.size() - 1 - there] == '\n') {
                ++there;
            }
            for (; there < wanted; ++there) {
                append("\n");
            }
        } else if (gap_ == Gap::cell && cells_ == 0) {
            append("\t");
        } else if (gap_ == Gap::space && cells_ == 0 && !is_blank(text_.back())) {
            append(" ");
        }
    }
    for (; cells_ > 0; --cells_) {
        append("\t");
    }
    gap_ = Gap::none;
    for (; placed_marks_ < marks_.size(); ++placed_marks_) {
        marks_[placed_marks_].offset = characters_;
    }
}

void TextBuilder::shift(Shift direction, std::string_view text) {
    if (direction != shift_) {
        end_shift();
    }
    if (shifted_.size() + text.size() <= kLargestText) {
        shift_ = direction;
        shifted_ += text;
    }
}

// Appends the raised or lowered text that came last.
void TextBuilder::end_shift() {
    if (shift_ == Shift::none) {
        return;
    }
    const std::string text = std::exchange(shifted_, {});
    const bool is_raised = std::exchange(shift_, Shift::none) == Shift::up;
    const bool is_attached = gap_ == Gap::none && cells_ == 0;
    const std::string_view before = is_attached ? std::string_view(text_) : "";
    flow(is_raised ? raised_text(before, text) : lowered_text(before, text));
    if (!text.empty() && is_blank(text.back())) {
        want(Gap::space);
    }
}

void TextBuilder::flow(std::string_view text) {
    end_shift();
    while (!text.empty() && !is_full_) {
        const std::string_view character = first_character(text);
        text.remove_prefix(character.size());
        if (is_blank(character.front()) || character == kNoBreakSpace) {
            want(Gap::space);
        } else if (!is_invisible(character)) {
            close_gap();
            append(character);
        }
    }
}

void TextBuilder::keep(std::string_view text) {
    end_shift();
    while (!text.empty() && !is_full_) {
        const std::string_view character = first_character(text);
        text.remove_prefix(character.size());
        if (character == "\r") {
            if (!text.starts_with('\n')) {
                break_line();
            }
        } else if (!is_invisible(character)) {
            const bool ends_word = is_blank(character.front()) && character != " ";
            gap_ = ends_word && gap_ == Gap::space ? Gap::none : gap_;
            close_gap();
            append(character);
        }
    }
}

void TextBuilder::begin_link(std::string_view address) {
    if (!link_.empty() && link_ == address) {
        return;
    }
    end_link();
    end_shift();
    link_ = address;
    link_begin_ = text_.size();
}

void TextBuilder::end_link() {
    if (link_.empty()) {
        return;
    }
    end_shift();
    const std::string link = std::exchange(link_, {});
    std::string address = addresses_.behind(std::string_view(text_).substr(link_begin_), link);
    if (address.empty()) {
        return;
    }
    if (is_in_heading_) {
        of_heading_.push_back(std::move(address));
        return;
    }
    // Behind the text, whatever follows it.
    const Gap gap = std::exchange(gap_, Gap::space);
    const std::size_t cells = std::exchange(cells_, 0);
    flow("(" + address + ")");
    want(gap);
    cells_ = cells;
}

void TextBuilder::next_cell() {
    end_shift();
    cells_ = std::min(cells_ + 1, kMaxEmptyCells);
}

void TextBuilder::break_line() {
    end_shift();
    gap_ = gap_ == Gap::space ? Gap::none : gap_;
    close_gap();
    if (!text_.empty()) {
        append("\n");
    }
}

void TextBuilder::add_note(std::string_view sentence) {
    std::string note = to_label(sentence);
    if (!note.empty() && notes_.size() < kMaxNotes && !std::ranges::contains(notes_, note)) {
        notes_.push_back(std::move(note));
    }
}

void TextBuilder::mark(DocumentMarkKind kind, std::string label) {
    end_shift();
    if (marks_.size() < kMaxMarks) {
        marks_.push_back({kind, 0, std::move(label)});
    }
}

void TextBuilder::begin_heading() {
    end_shift();
    want(Gap::paragraph);
    heading_mark_ = marks_.size();
    heading_begin_ = text_.size();
    is_in_heading_ = true;
    mark(DocumentMarkKind::section, {});
}

void TextBuilder::end_heading() {
    end_shift();
    if (!is_in_heading_) {
        return;
    }
    end_link();
    is_in_heading_ = false;
    name_section();
    want(Gap::paragraph);
    for (const std::string& address : std::exchange(of_heading_, {})) {
        flow("(" + address + ")");
        want(Gap::paragraph);
    }
}

void TextBuilder::name_section() {
    if (heading_mark_ >= marks_.size()) {
        return;
    }
    std::string label = to_label(std::string_view(text_).substr(heading_begin_));
    if (label.empty()) {
        // Marks within the heading have no place yet.
        marks_.erase(marks_.begin() + static_cast<std::ptrdiff_t>(heading_mark_));
        placed_marks_ -= placed_marks_ > heading_mark_ ? 1 : 0;
    } else {
        marks_[heading_mark_].label = std::move(label);
    }
}

Extraction TextBuilder::finish(const std::string& title) {
    end_shift();
    if (is_full_) {
        return refuse(RefusalKind::too_large,
                      "holds more than 64 MiB of text; give a smaller part");
    }
    if (std::ranges::all_of(text_, is_blank)) {
        return refuse(RefusalKind::empty, "is empty: there is no text in it");
    }
    gap_ = Gap::none;
    cells_ = 0;
    close_gap();
    return ExtractedText{to_label(title), std::move(text_), std::move(marks_), std::move(notes_)};
}

std::string to_label(std::string_view text) {
    std::string label;
    bool wants_space = false;
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        text.remove_prefix(character.size());
        if (is_blank(character.front())) {
            wants_space = !label.empty();
            continue;
        }
        if (is_invisible(character)) {
            continue;
        }
        if (label.size() + character.size() + 1 > kLongestLabel) {
            break;
        }
        if (std::exchange(wants_space, false)) {
            label += ' ';
        }
        label += character;
    }
    return label;
}

} // namespace sotto::extract
