#pragma once

#include "core/document_place.h"

#include <QString>

namespace sotto::ui {

/// "Page 4 · Terms"; empty where the document has neither pages nor sections.
[[nodiscard]] QString place_words(const DocumentPlace& place);

/// "page 4", "pages 4–5" or "section Terms", for a passage from one place to another; empty as
/// above.
[[nodiscard]] QString passage_words(const DocumentPlace& begin, const DocumentPlace& end);

} // namespace sotto::ui
