#pragma once

#include "app/extract/protocol/extraction.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Builds the text of a document: runs of white space and of line ends are collapsed, and marks are
/// placed where the next text begins. Text beyond kLargestText is dropped, which finish() reports.
class TextBuilder {
public:
    /// Appends flowing text: any run of white space becomes one space. UTF-8; control characters,
    /// soft hyphens and byte order marks are dropped.
    void flow(std::string_view text);

    /// Appends preformatted text: spaces, tabs and line ends are kept.
    void keep(std::string_view text);

    /// The next text begins in a new cell, on a new line, or after an empty line.
    void end_cell() { want(Gap::cell); }
    void end_line() { want(Gap::line); }
    void end_paragraph() { want(Gap::paragraph); }

    /// A line end that is not collapsed.
    void break_line();

    /// Marks where the next text begins.
    void mark(DocumentMarkKind kind, std::string label);

    /// The text between the two is a heading: it begins a section and names it.
    void begin_heading();
    void end_heading();

    [[nodiscard]] bool is_full() const { return is_full_; }
    [[nodiscard]] bool has_text() const { return !text_.empty(); }

    /// The result. Errors: too_large, empty.
    [[nodiscard]] Extraction finish(const std::string& title);

private:
    enum class Gap : std::uint8_t { none, space, cell, line, paragraph };

    void want(Gap gap) { gap_ = gap > gap_ ? gap : gap_; }
    void close_gap();
    void append(std::string_view character);

    std::string text_;
    std::vector<DocumentMark> marks_;
    std::size_t placed_marks_ = 0; ///< those before it know their offset
    std::int64_t characters_ = 0;
    Gap gap_ = Gap::none;
    std::size_t heading_begin_ = 0; ///< byte in text_ where the heading begins
    std::size_t heading_mark_ = 0;
    bool is_in_heading_ = false;
    bool is_full_ = false;
};

/// `text` on one line, at most kLongestLabel bytes long, cut between characters.
[[nodiscard]] std::string to_label(std::string_view text);

} // namespace sotto::extract
