#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/rtf_keywords.h"
#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

// The deepest nesting of groups in a document.
constexpr std::size_t kMaxDepth = 10'000;

struct ControlWord {
    std::string_view name;
    int number = 0;
    bool has_number = false;
};

struct Group {
    bool is_skipped = false;
    bool is_hidden = false;
    bool is_font_table = false;
    bool is_note = false;
    bool is_margin = false;
    int font = 0;
    int bytes_after_unicode = 1; ///< a fallback for old programs
};

class RtfParser {
public:
    explicit RtfParser(std::string_view bytes) : rest_(bytes) { groups_.emplace_back(); }

    Extraction read() {
        while (!rest_.empty() && !builder_.is_full()) {
            step();
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

private:
    Group& group() { return groups_.back(); }

    TextBuilder& builder() { return group().is_margin ? margin_ : builder_; }

    char take() {
        const char byte = rest_.front();
        rest_.remove_prefix(1);
        return byte;
    }

    void step() {
        const char byte = take();
        if (byte == '\r' || byte == '\n') {
            return;
        }
        begins_group_ = std::exchange(is_group_begin_, byte == '{');
        if (byte == '{') {
            open_group();
        } else if (byte == '}') {
            close_group();
        } else if (byte == '\\') {
            take_control();
        } else {
            put_byte(byte);
        }
    }

    void open_group() {
        flush();
        if (groups_.size() < kMaxDepth) {
            groups_.push_back(group());
            group().is_note = false;
        } else {
            ++groups_beyond_;
        }
    }

    void close_group() {
        flush();
        if (groups_beyond_ > 0) {
            --groups_beyond_;
            return;
        }
        if (group().is_note && !group().is_skipped) {
            builder().flow("]");
        }
        if (groups_.size() > 1) {
            const bool was_margin = group().is_margin;
            groups_.pop_back();
            if (was_margin && !group().is_margin) {
                end_margin();
            }
        }
        skip_after_unicode_ = 0;
    }

    // The same header is often in every section.
    void end_margin() {
        auto margin = std::exchange(margin_, {}).finish({});
        if (margin && seen_margins_.insert(margin->text).second) {
            margins_.push_back(std::move(margin->text));
        }
    }

    void take_control() {
        if (rest_.empty()) {
            return;
        }
        const char first = rest_.front();
        if (is_ascii_letter(first)) {
            handle(take_word());
            return;
        }
        rest_.remove_prefix(1);
        switch (first) {
        case '\'':
            take_hexadecimal();
            break;
        case '*':
            is_optional_ = begins_group_; // elsewhere it has no meaning
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
        case '{':
        case '}':
        case '\\':
            put_byte(first);
            break;
        default:
            break;
        }
    }

    ControlWord take_word() {
        std::size_t length = 0;
        while (length < rest_.size() && is_ascii_letter(rest_[length])) {
            ++length;
        }
        ControlWord word{rest_.substr(0, length)};
        rest_.remove_prefix(length);
        const char* const begin = rest_.data();
        const auto [end, error] = std::from_chars(begin, begin + rest_.size(), word.number);
        word.has_number = end != begin;
        rest_.remove_prefix(static_cast<std::size_t>(end - begin));
        if (rest_.starts_with(' ')) {
            rest_.remove_prefix(1);
        }
        return word;
    }

    void take_hexadecimal() {
        unsigned value = 0;
        const std::string_view digits = rest_.substr(0, 2);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        rest_.remove_prefix(digits.size());
        if (error == std::errc() && end == digits.data() + digits.size()) {
            put_byte(static_cast<char>(value));
        }
    }

    void handle(const ControlWord& word) {
        const bool was_optional = std::exchange(is_optional_, false);
        if (word.name == "u") {
            put_unicode(word.number);
        } else if (word.name == "bin") {
            rest_.remove_prefix(
                std::min(rest_.size(), static_cast<std::size_t>(std::max(word.number, 0))));
        } else if (handle_destination(word, was_optional) || handle_charset(word)) {
            return;
        } else if (word.name == "v" || word.name == "deleted") {
            flush();
            group().is_hidden = !word.has_number || word.number != 0;
        } else if (!group().is_skipped) {
            handle_layout(word);
        }
    }

    bool handle_destination(const ControlWord& word, bool was_optional) {
        if (word.name == "fonttbl") {
            group().is_font_table = group().is_skipped = true;
        } else if (word.name == "footnote") {
            put_text(" [");
            group().is_note = true;
        } else if (is_margin_destination(word.name)) {
            flush();
            group().is_margin = groups_.size() > 1;
        } else if (is_skipped_destination(word.name) ||
                   (was_optional && word.name != "shpinst" && word.name != "shppict" &&
                    !group().is_font_table)) {
            group().is_skipped = true;
        } else {
            return false;
        }
        return true;
    }

    bool handle_charset(const ControlWord& word) {
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
        } else if (word.name == "plain") {
            flush();
            group().font = default_font_;
            group().is_hidden = false;
        } else if (word.name == "fcharset" && group().is_font_table) {
            code_pages_[group().font] =
                word.number <= 1 ? 0 : code_page_of(word.number, kWesternCodePage);
        } else {
            return false;
        }
        return true;
    }

    void handle_layout(const ControlWord& word) {
        if (word.name == "par" || word.name == "sect" || word.name == "page") {
            end_paragraph();
        } else if (word.name == "line") {
            flush();
            builder().break_line();
        } else if (word.name == "tab" || word.name == "cell" || word.name == "nestcell") {
            flush();
            builder().end_cell();
        } else if (word.name == "row" || word.name == "nestrow") {
            flush();
            builder().end_line();
        } else if (word.name == "outlinelevel" && !is_in_heading_) {
            flush();
            builder().begin_heading();
            is_in_heading_ = true;
        } else if (const std::string_view character = character_of(word.name); !character.empty()) {
            put_text(character);
        }
    }

    void end_paragraph() {
        flush();
        if (std::exchange(is_in_heading_, false)) {
            builder().end_heading();
        }
        builder().end_paragraph();
    }

    [[nodiscard]] bool is_suppressed() { return group().is_skipped || group().is_hidden; }

    void put_byte(char byte) {
        is_optional_ = false;
        if (skip_after_unicode_ > 0) {
            --skip_after_unicode_;
        } else if (!is_suppressed()) {
            bytes_ += byte;
        }
    }

    void put_text(std::string_view text) {
        if (!is_suppressed()) {
            flush();
            builder().flow(text);
        }
    }

    // Numbers are signed 16-bit units of UTF-16.
    void put_unicode(int number) {
        skip_after_unicode_ = group().bytes_after_unicode;
        if (is_suppressed()) {
            return;
        }
        flush_bytes();
        units_ += static_cast<char16_t>(number);
    }

    void flush_bytes() {
        flush_units();
        if (bytes_.empty()) {
            return;
        }
        const auto found = code_pages_.find(group().font);
        const int named = found == code_pages_.end() ? 0 : found->second;
        builder().flow(decode_code_page(bytes_, named == 0 ? default_code_page_ : named));
        bytes_.clear();
    }

    void flush_units() {
        // A lone surrogate waits for its other half.
        if (bytes_.empty() || units_.empty()) {
            return;
        }
        builder().flow(to_utf8(units_));
        units_.clear();
    }

    void flush() {
        flush_bytes();
        builder().flow(to_utf8(units_));
        units_.clear();
    }

    std::string_view rest_;
    TextBuilder builder_;
    TextBuilder margin_;               ///< the header or footer that is being read
    std::vector<std::string> margins_; ///< those read
    std::set<std::string> seen_margins_;
    std::vector<Group> groups_;
    std::size_t groups_beyond_ = 0;
    std::map<int, int> code_pages_; ///< of fonts; 0: the document's
    int default_code_page_ = kWesternCodePage;
    int default_font_ = 0;
    int skip_after_unicode_ = 0;
    bool is_group_begin_ = false; ///< the next byte is a group's first
    bool begins_group_ = false;   ///< this one is
    bool is_optional_ = false;
    bool is_in_heading_ = false;
    std::string bytes_;    ///< in the code page of the group's font
    std::u16string units_; ///< not yet followed by a byte
};

} // namespace

Extraction extract_rtf(std::string_view bytes) {
    return RtfParser(bytes).read();
}

} // namespace sotto::extract
