#pragma once

#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

namespace sotto::extract {

/// The text of a diagram or a chart to which an element of a drawing refers, a line for each of its
/// entries; of a chart its title and, for each series, the name and a line for each value.
/// `parts`: what the part that `node` belongs to refers to; loses what was read. Returns whether
/// `node` is such an element. Source: ECMA-376, part 1, sections 21.2 (charts) and 21.4 (diagrams).
bool append_drawing_part(const ZipArchive& archive, Relationships& parts, XmlNode node,
                         TextBuilder& builder);

} // namespace sotto::extract
