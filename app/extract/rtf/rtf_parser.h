#pragma once

#include "app/extract/rtf/rtf_group.h"
#include "app/extract/rtf/rtf_keywords.h"
#include "app/extract/rtf/rtf_stream.h"
#include "app/extract/rtf/rtf_tables.h"
#include "app/extract/text/text_builder.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Reads one RTF file.
class RtfParser {
public:
    explicit RtfParser(std::string_view bytes);

    [[nodiscard]] Extraction read();

private:
    /// A paragraph's end within a cell or a note, which the next text turns into a space or a line.
    enum class Pause : std::uint8_t { none, space, paragraph_of_cell };

    void take(const RtfToken& token);
    void open_group();
    void close_group();
    void end_margin();
    void take_symbol(const RtfToken& token);
    void take_word(const RtfToken& word);
    bool take_table(const RtfToken& word);
    bool take_destination(const RtfToken& word, bool was_optional);
    bool take_charset(const RtfToken& word);
    bool take_characters(const RtfToken& word);
    bool take_paragraph(const RtfToken& word);
    void take_layout(const RtfToken& word);
    void begin_heading();
    void begin_note(const std::string& opening);
    void begin_link();
    void end_paragraph();
    void end_cell();
    void end_row();
    void end_list_number();

    void put_byte(char byte);
    void put_unicode(int number);
    void put_text(std::string_view text);
    void flush();
    void flush_bytes();
    void flush_units();
    void say(std::string_view text);
    void begin_text();

    [[nodiscard]] bool is_suppressed();
    [[nodiscard]] bool is_white() const;
    [[nodiscard]] const std::optional<Paint>& color(int number) const;
    [[nodiscard]] RtfGroup& group() { return groups_.back(); }
    [[nodiscard]] TextBuilder& builder() {
        return group().target == RtfGroup::Target::margin ? margin_ : builder_;
    }

    RtfStream stream_;
    TextBuilder builder_;
    TextBuilder margin_;               ///< the header or footer that is being read
    std::vector<std::string> margins_; ///< those read
    std::set<std::string> seen_margins_;
    std::vector<RtfGroup> groups_;
    std::size_t groups_beyond_ = 0;

    std::map<int, int> code_pages_; ///< of fonts; 0: the document's
    std::vector<std::optional<Paint>> colors_;
    RtfStyles styles_;
    RtfLists lists_;
    bool stores_numbers_; ///< of lists
    int default_code_page_ = kWesternCodePage;
    int default_font_ = 0;

    int skip_after_unicode_ = 0;
    bool is_optional_ = false;
    bool is_in_heading_ = false;
    bool is_row_shaded_ = false;
    bool has_background_ = false; ///< the page
    int note_depth_ = 0;
    Pause pause_ = Pause::none;
    int pause_level_ = 0;
    int text_level_ = 0;    ///< of tables, where the last text stood
    std::size_t cells_ = 0; ///< ended in this row since its last text
    std::string marker_;    ///< stands before the next text
    std::string list_number_;
    std::string author_;
    std::string instruction_;  ///< of the field that was opened last
    bool is_numbered_ = false; ///< this paragraph
    std::string bytes_;        ///< in the code page of the group's font
    std::u16string units_;     ///< not yet followed by a byte
};

} // namespace sotto::extract
