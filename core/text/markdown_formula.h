#pragma once

#include <cstddef>
#include <string_view>

namespace sotto {

/// Whether a text is a row of a table.
enum class TableRow { no, yes };

/// The bytes of the formula that begins at `at` of a paragraph of Markdown, marks included: \( …
/// \),
/// \[ … \], $$ … $$ or $ … $. 0 = none begins there. Amounts of money are no formulas: behind the
/// first $ and before the last there is no space, and behind the last no digit. Within a
/// row of a table, $ … $ has no bar.
[[nodiscard]] std::size_t formula_size(std::string_view paragraph, std::size_t at, TableRow row);

} // namespace sotto
