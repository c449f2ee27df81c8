#pragma once

#include "app/extract/office/office_parts.h"
#include "app/extract/word/word_parts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Writes the text of the body, the notes and the margins of a Word document, as a person sees it:
/// list numbers, raised and lowered text, formulas on one line, notes and comments in brackets
/// where they belong; hidden and deleted text is left out, which is noted.
/// Lifetime: archive, parts and builder outlive it.
class WordWriter {
public:
    WordWriter(const ZipArchive& archive, WordParts& parts, TextBuilder& builder)
        : archive_(archive), parts_(parts), builder_(builder) {}

    /// Appends a part of the document, whose root is `root`.
    void write_part(const std::string& path, XmlNode root);

private:
    /// Something that floats beside the text, read after the paragraph that it is anchored in.
    struct Float {
        XmlNode content; ///< a text box, a diagram or a chart
        Color fill;
    };
    /// A field whose end has not come.
    struct Field {
        std::string instruction;
        bool has_result = false; ///< text that shows it
    };
    using Handler = void (WordWriter::*)(XmlNode);

    void write_children(XmlNode node);
    void write(XmlNode node);
    [[nodiscard]] static Handler handler_of(std::string_view name);

    void separate(bool is_item);
    void write_paragraph(XmlNode node);
    void write_content(XmlNode paragraph, const ParagraphFormat& format);
    void write_floats(std::vector<Float> floats);
    void write_run(XmlNode node);
    void write_ruby(XmlNode node);
    void write_formula(XmlNode node);
    void write_hyperlink(XmlNode node);
    void write_simple_field(XmlNode node);
    void write_symbol(XmlNode node);
    void write_check_box(XmlNode node);
    void write_word_art(XmlNode node);
    void write_field_mark(XmlNode node);
    void write_instruction(XmlNode node);
    void write_text(XmlNode node);
    void write_tab(XmlNode node);
    void write_break(XmlNode node);
    void write_hyphen(XmlNode node);
    void put(std::string_view text);
    void begin_text();

    void write_table(XmlNode node);
    void write_row(XmlNode node);
    void write_cell(XmlNode node);

    void write_alternatives(XmlNode node);
    void write_deletion(XmlNode node);
    void write_shape(XmlNode node);
    void write_drawing(XmlNode node);
    void write_text_box(XmlNode node);
    void write_embedded_page(XmlNode node);
    void write_footnote(XmlNode node);
    void write_endnote(XmlNode node);
    void write_comment(XmlNode node);
    void write_note(WordNotes& notes, XmlNode reference, bool is_comment);

    [[nodiscard]] bool is_hidden(const RunFormat& format) const;

    const ZipArchive& archive_;
    WordParts& parts_;
    TextBuilder& builder_;
    Relationships relationships_; ///< of the part, without those that were read
    Color page_;                  ///< its colour
    Color fill_;                  ///< of the page, cell or shape that we are in
    ParagraphFormat paragraph_;
    RunFormat run_;
    std::vector<Float> floats_;
    std::vector<Field> fields_;
    std::optional<ParagraphFormat> numbered_; ///< the paragraph that still lacks its number
    int inline_ = 0; ///< cells and notes we are inside of; their paragraphs are on one line
    int notes_ = 0;  ///< of those, notes
    bool is_in_heading_ = false;
    bool is_in_paragraph_ = false;
    bool is_floating_ = false;   ///< in a drawing with a place of its own
    bool is_note_begin_ = false; ///< nothing of a note is written yet
    bool was_item_ = false;      ///< the last paragraph is an item of a list
    bool is_joined_ = false;     ///< the next paragraph goes on where the last one ended
};

} // namespace sotto::extract
