#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference::jinja {

enum class TokenKind {
    text,         ///< between tags
    output_begin, ///< {{
    output_end,   ///< }}
    block_begin,  ///< {%
    block_end,    ///< %}
    name,
    string,
    integer,
    floating,
    sign, ///< an operator or a bracket
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text = {}; ///< of a string: without quotes, escapes resolved
    std::int64_t integer = 0;
    double floating = 0;
    std::size_t line = 1;
};

/// Splits a template. Comments are gone, and so is the white space that tags remove, with
/// trim_blocks and lstrip_blocks on, as chat templates are read. Errors: corrupt_data (with the
/// line), unsupported.
[[nodiscard]] Result<std::vector<Token>> read_tokens(std::string_view source);

} // namespace sotto::inference::jinja
