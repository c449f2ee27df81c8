#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/markup/xml.h"
#include "app/extract/office/drawing_colors.h"
#include "app/extract/office/office_parts.h"

namespace sotto::extract {

/// The colours of a slide and what its shapes lie on, from the slide, its layout, its master and
/// their theme. `parts`: what the slide refers to. What is missing or damaged is not known.
/// Source: ECMA-376, part 1, sections 19.3.1 and 20.1.6.
[[nodiscard]] DrawingColors slide_colors(const ZipArchive& archive, const Relationships& parts,
                                         XmlNode slide);

} // namespace sotto::extract
