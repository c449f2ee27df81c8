#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/opendocument/document_lists.h"
#include "app/extract/opendocument/document_styles.h"
#include "app/extract/text/text_builder.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Writes the content of an OpenDocument text, sheet or presentation as a person sees it: list
/// numbers, raised and lowered text, formulas and charts, notes and comments in brackets where they
/// belong. Hidden and deleted text is left out, which is noted.
/// Lifetime: archive (which may be missing: a flat file), styles, lists and builder outlive it.
class DocumentWriter {
public:
    DocumentWriter(const ZipArchive* archive, const DocumentStyles& styles, DocumentLists& lists,
                   TextBuilder& builder)
        : archive_(archive), styles_(styles), lists_(lists), builder_(builder),
          ground_(styles.page()) {}

    /// Appends what is below `node`.
    void write_children(XmlNode node);
    /// The same for "office:spreadsheet", whose tables are sheets, and "office:presentation".
    void write_spreadsheet(XmlNode node);
    void write_presentation(XmlNode node);

private:
    using Handler = void (DocumentWriter::*)(XmlNode);
    struct Column {
        bool is_hidden = false;
        std::string cell_style;
    };
    /// A shape beside the text, read after the paragraph or table that it is anchored in.
    struct Float {
        XmlNode content;
        Color ground;
    };

    void write(XmlNode node);
    [[nodiscard]] static Handler handler_of(std::string_view name);
    void skip(XmlNode /*node*/) {}

    void separate();
    void write_paragraph(XmlNode node);
    void write_heading(XmlNode node);
    void write_block(XmlNode node, bool is_heading);
    void write_block_content(XmlNode node);
    void write_span(XmlNode node);
    void write_link(XmlNode node);
    void write_space(XmlNode node);
    void write_tab(XmlNode node);
    void write_line_break(XmlNode node);
    void write_ruby(XmlNode node);
    void write_hidden_text(XmlNode node);
    void write_tracked_changes(XmlNode node);
    void write_section(XmlNode node);
    void put(std::string_view text);
    [[nodiscard]] bool is_unseen(const DocumentFormat& format) const;
    void note_hidden(XmlNode node, const char* sentence);

    void write_list(XmlNode node);
    void write_list_item(XmlNode node);
    void write_numbered_paragraph(XmlNode node);

    void write_table(XmlNode node);
    void collect_columns(XmlNode node, std::string_view visibility);
    void write_row_group(XmlNode node);
    void write_row(XmlNode node);
    void write_cells(XmlNode row);
    void write_cell(XmlNode cell, std::size_t column, std::string_view row_style);
    void write_cell_content(XmlNode cell);

    void write_slide(XmlNode node);
    void write_shape(XmlNode node);
    void write_float(const Float& shape);
    void write_floats();
    void write_object(XmlNode node);
    void write_formula(XmlNode node);
    [[nodiscard]] XmlNode formula_in(XmlNode frame);

    void write_note(XmlNode node);
    void write_comment(XmlNode node);
    void write_speakers_notes(XmlNode node);
    void write_in_brackets(const std::string& begin, const std::vector<XmlNode>& content);

    const ZipArchive* archive_;
    const DocumentStyles& styles_;
    DocumentLists& lists_;
    TextBuilder& builder_;
    Color ground_; ///< what the text lies on
    DocumentFormat format_;
    DocumentFormat cell_format_;  ///< of the cell of a sheet that we are in
    std::vector<Column> columns_; ///< of the table that we are in
    std::vector<Float> floats_;
    std::vector<XmlDocument> formulas_; ///< that were opened
    std::set<std::string> objects_;     ///< that were read
    XmlNode item_;                      ///< of a list, which still lacks its number
    int paragraphs_ = 0;                ///< we are inside of
    int inline_ = 0;                    ///< cells and notes we are inside of
    int lists_open_ = 0;                ///< we are inside of
    int pages_ = 0;                     ///< begun
    int objects_open_ = 0;              ///< we are inside of
    bool is_joined_ = false;            ///< the next paragraph goes on where the text is
    bool is_note_begin_ = false;        ///< nothing of a note is written yet
    bool in_spreadsheet_ = false;
    bool in_presentation_ = false;
    bool has_painted_shapes_ = false; ///< on the slide
};

} // namespace sotto::extract
