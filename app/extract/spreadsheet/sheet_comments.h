#pragma once

#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

#include <map>
#include <string>
#include <string_view>

namespace sotto::extract {

/// The comments on the cells of a sheet, in brackets, by the cells ("B2").
using CellComments = std::map<std::string, std::string, std::less<>>;

/// The names of the people who write in threads of comments, by their ids. `workbook`: what the
/// workbook refers to.
[[nodiscard]] std::map<std::string, std::string, std::less<>>
comment_people(const ZipArchive& archive, const Relationships& workbook);

/// The comments on a sheet, which refers to `parts`; threads in the place of the notes that older
/// programs show for them. What is damaged is noted in `builder`.
/// Source: ECMA-376, part 1, section 18.7; [MS-XLSX], section 2.1.46.
[[nodiscard]] CellComments
cell_comments(const ZipArchive& archive, const Relationships& parts,
              const std::map<std::string, std::string, std::less<>>& people, TextBuilder& builder);

} // namespace sotto::extract
