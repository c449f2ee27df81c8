#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The kind of a passage, for a view that shows it.
enum class PassageKind : std::uint8_t {
    paragraph,
    section, ///< the heading of a section
    page,    ///< the beginning of a page
};

/// A passage of a document's text, without the empty lines around it.
struct TextPassage {
    PassageKind kind = PassageKind::paragraph;
    bool is_continuation = false; ///< of a long paragraph that was cut
    std::size_t begin = 0;        ///< byte in the text
    std::size_t end = 0;          ///< byte behind it; = begin when only the label is shown
    std::int64_t offset = 0;      ///< `begin` in Unicode code points
    std::int64_t length = 0;      ///< the same of `end - begin`
    /// Of a page or section.
    std::string label = {}; // NOLINT(readability-redundant-member-init)

    friend bool operator==(const TextPassage&, const TextPassage&) = default;
};

/// A document cut into passages of at most about 1000 bytes, so that a view draws only those it
/// shows.
struct DocumentLayout {
    DocumentText document;
    std::vector<TextPassage> passages;

    [[nodiscard]] std::string_view text_of(const TextPassage& passage) const {
        return document.text.view().substr(passage.begin, passage.end - passage.begin);
    }
};

/// Cuts a document at pages, sections and empty lines, and long paragraphs with cut_text(). When a
/// section's heading is in the text, it becomes the passage of that section. Linear time.
[[nodiscard]] DocumentLayout lay_out(DocumentText document);

/// The index of the first passage with text at or behind a character (in Unicode code points); the
/// number of passages when there is none.
[[nodiscard]] std::size_t passage_at(const std::vector<TextPassage>& passages, std::int64_t offset);

} // namespace sotto
