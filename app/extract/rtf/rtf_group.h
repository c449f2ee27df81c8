#pragma once

#include "app/extract/text/text_builder.h"

#include <cstdint>

namespace sotto::extract {

/// What RTF keeps for each group, and restores at its end.
struct RtfGroup {
    enum class Shift : std::uint8_t { none, up, down };
    enum class Target : std::uint8_t {
        document,
        margin,      ///< a header or footer
        list_number, ///< what stands before the item of a list
        author,      ///< who wrote the comment that follows
        instruction, ///< of a field
        nowhere,
    };
    Target target = Target::document;
    bool is_font_table = false;
    bool is_note = false; ///< a note or comment ends with the group
    bool is_link = false; ///< a link does
    bool is_in_shape = false;
    // Of characters:
    bool is_hidden = false;
    bool has_hidden_style = false;
    bool is_deleted = false;
    bool is_tiny = false;
    Shift shift = Shift::none;
    int font = 0;
    int color = 0;
    int background = 0;          ///< 0: none
    int bytes_after_unicode = 1; ///< a fallback for old programs
    // Of paragraphs:
    bool is_in_table = false;
    bool is_drop_cap = false;
    bool is_hidden_paragraph = false; ///< by its style
    int table_level = 1;
    int list = 0;
    int list_level = 0;
    int paragraph_background = 0;

    /// \plain: characters as they are by default.
    void reset_characters(int default_font) {
        is_hidden = has_hidden_style = is_deleted = is_tiny = false;
        shift = Shift::none;
        font = default_font;
        color = background = 0;
    }
    /// \pard: a paragraph as it is by default.
    void reset_paragraph() {
        is_in_table = is_drop_cap = is_hidden_paragraph = false;
        table_level = 1;
        list = list_level = paragraph_background = 0;
    }
    /// Whether text goes to the document or its margins.
    [[nodiscard]] bool shows_text() const {
        return target == Target::document || target == Target::margin;
    }
    [[nodiscard]] int level() const { return is_in_table ? table_level : 0; }
};

} // namespace sotto::extract
