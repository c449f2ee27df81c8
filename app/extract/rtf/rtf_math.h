#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// A formula on one line. `group`: the content of \mmath; `code_page`: that of the document. Empty
/// when it says nothing. Source: Rich Text Format 1.9.1, "Math".
[[nodiscard]] std::string rtf_math_text(std::string_view group, int code_page);

} // namespace sotto::extract
