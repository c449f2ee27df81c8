#include "app/extract/rtf/rtf_parser.h"

#include "app/extract/markup/links.h"
#include "app/extract/rtf/rtf_math.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

// The deepest nesting of groups in a document.
constexpr std::size_t kMaxDepth = 10'000;
constexpr int kLowestOutlineLevel = 8; // 9 is ordinary text

using Target = RtfGroup::Target;
using Kind = RtfToken::Kind;

// Whether a switch such as \v is on: \v0 turns it off.
bool is_on(const RtfToken& word) {
    return !word.has_number || word.number != 0;
}

} // namespace

RtfParser::RtfParser(std::string_view bytes)
    : stream_(bytes), stores_numbers_(bytes.contains("\\listtext") || bytes.contains("\\pntext")) {
    groups_.emplace_back();
}

Extraction RtfParser::read() {
    for (RtfToken token = stream_.next(); token.kind != Kind::end && !builder_.is_full();
         token = stream_.next()) {
        take(token);
    }
    flush();
    builder_.end_heading();
    end_margin(); // of a truncated file
    for (const std::string& text : margins_) {
        builder_.end_paragraph();
        builder_.keep(text);
    }
    return builder_.finish({});
}

void RtfParser::take(const RtfToken& token) {
    switch (token.kind) {
    case Kind::open:
        open_group();
        break;
    case Kind::close:
        close_group();
        break;
    case Kind::word:
        take_word(token);
        break;
    case Kind::symbol:
        take_symbol(token);
        break;
    case Kind::byte:
        put_byte(token.byte);
        break;
    case Kind::end:
        break;
    }
}

void RtfParser::open_group() {
    flush();
    if (groups_.size() < kMaxDepth) {
        groups_.push_back(group());
        group().is_note = group().is_link = false;
    } else {
        ++groups_beyond_;
    }
}

void RtfParser::close_group() {
    flush();
    if (groups_beyond_ > 0) {
        --groups_beyond_;
        return;
    }
    const RtfGroup ended = group();
    if (groups_.size() > 1) {
        groups_.pop_back();
        if (ended.target == Target::margin && group().target != Target::margin) {
            end_margin();
        } else if (ended.target == Target::list_number && group().target != ended.target) {
            end_list_number();
        }
    }
    if (ended.is_link) {
        builder().end_link();
    }
    if (ended.is_note) {
        --note_depth_;
        pause_ = Pause::none;
        if (!marker_.empty()) {
            marker_.clear(); // there was no text in it
        } else {
            builder().attach("]");
        }
    }
    skip_after_unicode_ = 0;
}

// The same header is often in every section.
void RtfParser::end_margin() {
    auto margin = std::exchange(margin_, {}).finish({});
    if (margin && seen_margins_.insert(margin->text).second) {
        margins_.push_back(std::move(margin->text));
    }
}

void RtfParser::take_symbol(const RtfToken& token) {
    switch (token.byte) {
    case '*':
        is_optional_ = token.begins_group; // elsewhere it has no meaning
        break;
    case '~':
        put_text(" ");
        break;
    case '_':
        put_text("-");
        break;
    case '\r':
    case '\n':
        end_paragraph();
        break;
    default:
        break;
    }
}

void RtfParser::take_word(const RtfToken& word) {
    const bool was_optional = std::exchange(is_optional_, false);
    if (word.name == "u") {
        put_unicode(word.number);
    } else if (take_table(word) || take_destination(word, was_optional) || take_charset(word) ||
               take_characters(word) || take_paragraph(word)) {
        return;
    } else if (group().target != Target::nowhere && group().target != Target::instruction) {
        take_layout(word);
    }
}

// Groups that are read as a whole.
bool RtfParser::take_table(const RtfToken& word) {
    if (word.name == "colortbl") {
        colors_ = parse_rtf_colors(stream_.take_group());
    } else if (word.name == "stylesheet") {
        styles_ = parse_rtf_styles(stream_.take_group());
    } else if (word.name == "listtable") {
        lists_.add_lists(stream_.take_group());
    } else if (word.name == "listoverridetable") {
        lists_.add_overrides(stream_.take_group());
    } else if (word.name == "mmath") {
        put_text(rtf_math_text(stream_.take_group(), default_code_page_));
    } else {
        return false;
    }
    return true;
}

bool RtfParser::take_destination(const RtfToken& word, bool was_optional) {
    if (word.name == "fonttbl") {
        group().is_font_table = true;
        group().target = Target::nowhere;
    } else if (word.name == "footnote") {
        begin_note(" [");
    } else if (word.name == "annotation") {
        const std::string author = to_label(std::exchange(author_, {}));
        begin_note(author.empty() ? " [Comment: " : " [Comment by " + author + ": ");
    } else if (word.name == "atnauthor") {
        group().target = Target::author;
        author_.clear();
    } else if (word.name == "fldinst") {
        group().target = group().shows_text() ? Target::instruction : Target::nowhere;
        instruction_.clear();
    } else if (word.name == "fldrslt") {
        begin_link();
    } else if (word.name == "listtext" || word.name == "pntext") {
        flush();
        group().target = group().shows_text() ? Target::list_number : Target::nowhere;
    } else if (is_margin_destination(word.name)) {
        flush();
        group().target = groups_.size() > 1 ? Target::margin : group().target;
    } else if (is_skipped_destination(word.name) ||
               (was_optional && !is_known_destination(word.name) && !group().is_font_table)) {
        has_background_ = has_background_ || word.name == "background";
        group().target = Target::nowhere;
    } else if (is_known_destination(word.name)) {
        group().is_in_shape = group().is_in_shape || word.name == "shpinst";
    } else {
        return false;
    }
    return true;
}

bool RtfParser::take_charset(const RtfToken& word) {
    if (word.name == "ansicpg") {
        default_code_page_ = word.number;
    } else if (word.name == "mac") {
        default_code_page_ = 10000;
    } else if (word.name == "pc") {
        default_code_page_ = 437;
    } else if (word.name == "pca") {
        default_code_page_ = 850;
    } else if (word.name == "uc") {
        group().bytes_after_unicode = std::clamp(word.number, 0, 16);
    } else if (word.name == "f") {
        flush();
        group().font = word.number;
    } else if (word.name == "deff") {
        groups_.front().font = default_font_ = word.number;
        group().font = word.number;
    } else if (word.name == "fcharset" && group().is_font_table) {
        code_pages_[group().font] =
            word.number <= 1 ? 0 : code_page_of(word.number, kWesternCodePage);
    } else {
        return false;
    }
    return true;
}

bool RtfParser::take_characters(const RtfToken& word) {
    using Shift = RtfGroup::Shift;
    if (!is_character_word(word.name)) {
        return false;
    }
    flush();
    if (word.name == "plain") {
        group().reset_characters(default_font_);
    } else if (word.name == "cs") {
        group().has_hidden_style = styles_.hidden_characters.contains(word.number);
    } else if (word.name == "v") {
        group().is_hidden = is_on(word);
        group().has_hidden_style = group().has_hidden_style && group().is_hidden;
    } else if (word.name == "deleted") {
        group().is_deleted = is_on(word);
    } else if (word.name == "fs") {
        group().is_tiny = word.number == 1 || word.number == 2; // half points
    } else if (word.name == "super" || word.name == "sub") {
        group().shift = !is_on(word) ? Shift::none : word.name == "super" ? Shift::up : Shift::down;
    } else if (word.name == "nosupersub") {
        group().shift = Shift::none;
    } else if (word.name == "up" || word.name == "dn") {
        // Without a number it means 6 half points.
        group().shift = !is_on(word) ? Shift::none : word.name == "up" ? Shift::up : Shift::down;
    } else if (word.name == "cf") {
        group().color = word.number;
    } else {
        group().background = word.number;
    }
    return true;
}

bool RtfParser::take_paragraph(const RtfToken& word) {
    if (word.name == "s" &&
        (styles_.hidden_paragraphs.contains(word.number) || group().is_hidden_paragraph)) {
        flush();
        group().is_hidden_paragraph = styles_.hidden_paragraphs.contains(word.number);
    } else if (word.name == "pard") {
        flush();
        group().reset_paragraph();
    } else if (word.name == "intbl") {
        group().is_in_table = true;
    } else if (word.name == "itap") {
        group().is_in_table = word.number > 0;
        group().table_level = std::max(word.number, 1);
    } else if (word.name == "dropcapli") {
        group().is_drop_cap = word.number > 0;
    } else if (word.name == "ls") {
        group().list = word.number;
    } else if (word.name == "ilvl") {
        group().list_level = word.number;
    } else if (word.name == "cbpat") {
        group().paragraph_background = word.number;
    } else if (word.name == "trowd") {
        is_row_shaded_ = false;
    } else if (word.name == "clcbpat" || word.name == "clcbpatraw") {
        is_row_shaded_ = is_row_shaded_ || word.number > 0;
    } else {
        return false;
    }
    return true;
}

void RtfParser::take_layout(const RtfToken& word) {
    if (word.name == "par" || word.name == "sect" || word.name == "page") {
        end_paragraph();
    } else if (word.name == "line") {
        flush();
        if (note_depth_ > 0 || group().level() > 0) {
            pause_ = Pause::space;
        } else if (group().target != Target::list_number) {
            builder().break_line();
        }
    } else if (word.name == "tab") {
        flush();
        if (group().target == Target::list_number) {
            list_number_ += ' ';
        } else {
            builder().end_cell();
        }
    } else if (word.name == "cell" || word.name == "nestcell") {
        end_cell();
    } else if (word.name == "row" || word.name == "nestrow") {
        end_row();
    } else if ((word.name == "outlinelevel" && word.number <= kLowestOutlineLevel) ||
               (word.name == "s" && styles_.headings.contains(word.number))) {
        begin_heading();
    } else if (const std::string_view character = character_of(word.name); !character.empty()) {
        put_text(character);
    }
}

// The result of a field begins; most have no other form.
void RtfParser::begin_link() {
    flush();
    const std::string address = hyperlink_in(std::exchange(instruction_, {}));
    if (group().shows_text() && !address.empty()) {
        builder().begin_link(address);
        group().is_link = true;
    }
}

void RtfParser::begin_note(const std::string& opening) {
    flush();
    if (!group().shows_text() || is_suppressed()) {
        group().target = Target::nowhere;
        return;
    }
    marker_ += opening;
    group().is_note = true;
    group().shift = RtfGroup::Shift::none;
    ++note_depth_;
}

void RtfParser::end_paragraph() {
    flush();
    if (note_depth_ > 0) {
        pause_ = pause_ == Pause::none ? Pause::space : pause_;
        return;
    }
    is_numbered_ = false;
    marker_.clear();
    if (group().is_drop_cap) {
        return; // its letter is the first of the next paragraph
    }
    if (group().level() > 0) {
        pause_ = Pause::paragraph_of_cell;
        pause_level_ = group().level();
        return;
    }
    if (std::exchange(is_in_heading_, false)) {
        builder().end_heading();
    }
    cells_ = 0;
    builder().end_paragraph();
}

void RtfParser::end_cell() {
    flush();
    pause_ = Pause::none;
    marker_.clear();
    is_numbered_ = false;
    if (note_depth_ == 0) {
        ++cells_;
    }
}

void RtfParser::end_row() {
    flush();
    cells_ = 0;
    pause_ = Pause::none;
    builder().end_line();
}

void RtfParser::end_list_number() {
    const std::string number = to_label(std::exchange(list_number_, {}));
    const bool is_number = std::ranges::any_of(
        number, [](char byte) { return (byte >= '0' && byte <= '9') || is_ascii_letter(byte); });
    const bool is_sign = !is_number && number.size() <= 3;
    if (!number.empty()) {
        marker_ = (is_sign || number == "o" ? "-" : number) + " ";
        is_numbered_ = true;
    }
}

} // namespace sotto::extract
