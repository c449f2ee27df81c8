#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// What a passage of a document is, for who reads it.
enum class PieceKind : std::uint8_t {
    paragraph,
    section, ///< a section begins: its heading
    page,    ///< a page begins
};

/// A passage of a document's text, without the empty lines around it.
struct TextPassage {
    PieceKind kind = PieceKind::paragraph;
    bool goes_on = false;    ///< the paragraph before goes on here, since it is a long one
    std::size_t begin = 0;   ///< byte in the text
    std::size_t end = 0;     ///< byte behind it; = begin where only the label is to be shown
    std::int64_t offset = 0; ///< `begin` in Unicode code points
    std::int64_t length = 0; ///< the same of `end - begin`
    /// Of a page or section.
    std::string label = {}; // NOLINT(readability-redundant-member-init)

    friend bool operator==(const TextPassage&, const TextPassage&) = default;
};

/// A document cut into passages of at most about a thousand bytes, so that a view draws only those
/// it shows.
struct DocumentLayout {
    DocumentText document;
    std::vector<TextPassage> passages;

    [[nodiscard]] std::string_view text_of(const TextPassage& passage) const {
        return std::string_view(document.text).substr(passage.begin, passage.end - passage.begin);
    }
};

/// Cuts a document at its pages and sections, at empty lines, and long paragraphs where it hurts
/// least. A heading that stands in the text where its section begins is that section's passage.
/// Linear time.
[[nodiscard]] DocumentLayout lay_out(DocumentText document);

/// The first passage with text at or behind a character (in Unicode code points); the number of
/// passages where there is none.
[[nodiscard]] std::size_t passage_at(const std::vector<TextPassage>& passages, std::int64_t offset);

} // namespace sotto
