#pragma once

#include "core/document_place.h"

#include <QString>

namespace sotto::ui {

/// "Page 4 · Terms"; empty where the document has neither pages nor sections.
[[nodiscard]] QString place_label(const DocumentPlace& place);

/// "page 4", "pages 4–5" or "section Terms": where a passage begins and ends; empty as above.
[[nodiscard]] QString passage_label(const DocumentPlace& begin, const DocumentPlace& end);

} // namespace sotto::ui
