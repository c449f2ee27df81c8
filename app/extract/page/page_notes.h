#pragma once

#include "app/extract/page/page.h"

#include <map>
#include <string>
#include <string_view>

namespace sotto::extract {

/// A link to a note.
struct NoteReference {
    std::string link;      ///< "#n1", "notes.xhtml#n1"
    std::string label;     ///< what is shown: "1"
    bool is_typed = false; ///< the page says that it refers to a note
};

/// The reference that an element is: a link that says so, or a raised link within the book. Nothing
/// (no link) for other elements. Source: EPUB 3 Structural Semantics; DPUB-ARIA 1.1.
[[nodiscard]] NoteReference reference_of(const GumboNode* node);

/// Whether an element leads from a note back to where it is referred to.
[[nodiscard]] bool is_way_back(const GumboElement& element);

/// The note that a reference leads to, by the id in it: the paragraph or item around that element.
/// nullptr when there is none, or when it is longer than notes are.
[[nodiscard]] const GumboNode* note_named(const Page& page, std::string_view id);

/// The id in a link within the page; empty for other links.
[[nodiscard]] std::string id_in(std::string_view link);

/// The notes of a page that its own references lead to, by the ids in these.
[[nodiscard]] std::map<std::string, const GumboNode*> notes_referred_to(const Page& page);

} // namespace sotto::extract
