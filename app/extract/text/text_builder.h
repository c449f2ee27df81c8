#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/text/link_addresses.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Builds the text of a document: runs of white space and of line ends are collapsed, and marks are
/// placed where the next text begins. Text beyond kLargestText is dropped, which finish() reports.
class TextBuilder {
public:
    /// Appends flowing text: any run of white space becomes one space. UTF-8; control characters,
    /// soft hyphens and byte order marks are dropped.
    void flow(std::string_view text);

    /// The same right behind the last text, without a space: the bracket after a note.
    void attach(std::string_view text) {
        end_shift();
        gap_ = gap_ == Gap::space ? Gap::none : gap_;
        flow(text);
    }

    /// Appends preformatted text: spaces, tabs and line ends are kept.
    void keep(std::string_view text);

    /// Flowing text that is raised or lowered (superscript, subscript): "m²", "10^-4", "CO₂". Texts
    /// that follow each other are one: "-" and "4" give "^-4".
    void raise(std::string_view text) { shift(Shift::up, text); }
    void lower(std::string_view text) { shift(Shift::down, text); }

    /// The text between the two is a link, whose address stands in brackets behind it: see
    /// LinkAddresses. Behind a heading, it has a line of its own. A link to the same address goes
    /// on.
    void begin_link(std::string_view address);
    void end_link();

    /// The next text begins in a new cell, on a new line, or after an empty line.
    void end_cell() { end(Gap::cell); }
    void end_line() { end(Gap::line); }
    void end_paragraph() { end(Gap::paragraph); }

    /// The next text begins in the next cell of its row. Unlike end_cell(), empty cells count, so
    /// that columns stay aligned; those at the end of a row are dropped.
    void next_cell();

    /// A line end that is not collapsed.
    void break_line();

    /// Adds a sentence about the document for its user, such as "Hidden text was left out.", once;
    /// without any word of the document.
    void add_note(std::string_view sentence);

    /// Marks where the next text begins.
    void mark(DocumentMarkKind kind, std::string label);

    /// The text between the two is a heading: it begins a section and names it.
    void begin_heading();
    void end_heading();

    [[nodiscard]] bool is_full() const { return is_full_; }
    [[nodiscard]] bool has_text() const { return !text_.empty() || !shifted_.empty(); }

    /// The result. Errors: too_large, empty.
    [[nodiscard]] Extraction finish(const std::string& title);

private:
    enum class Gap : std::uint8_t { none, space, cell, line, paragraph };
    enum class Shift : std::uint8_t { none, up, down };

    void want(Gap gap) { gap_ = gap > gap_ ? gap : gap_; }
    void end(Gap gap) {
        end_shift();
        want(gap);
        cells_ = gap >= Gap::line ? 0 : cells_;
    }
    void shift(Shift direction, std::string_view text);
    void end_shift();
    void close_gap();
    void name_section();
    void append(std::string_view character);

    std::string text_;
    std::vector<DocumentMark> marks_;
    std::vector<std::string> notes_;
    std::string shifted_; ///< raised or lowered text that may go on
    Shift shift_ = Shift::none;
    std::size_t placed_marks_ = 0; ///< those before it know their offset
    std::int64_t characters_ = 0;
    Gap gap_ = Gap::none;
    std::size_t cells_ = 0;         ///< ended by next_cell() since the last text of the row
    std::size_t heading_begin_ = 0; ///< byte in text_ where the heading begins
    std::size_t heading_mark_ = 0;
    bool is_in_heading_ = false;
    LinkAddresses addresses_;
    std::string link_;                    ///< that is open; empty: none
    std::size_t link_begin_ = 0;          ///< byte in text_
    std::vector<std::string> of_heading_; ///< addresses that follow the heading
    bool is_full_ = false;
};

/// `text` on one line, at most kLongestLabel bytes long, cut between characters.
[[nodiscard]] std::string to_label(std::string_view text);

} // namespace sotto::extract
