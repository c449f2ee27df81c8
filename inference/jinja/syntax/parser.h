#pragma once

#include "core/error.h"
#include "inference/jinja/syntax/statement.h"

#include <string_view>

namespace sotto::inference::jinja {

/// Deepest nesting of expressions and of blocks.
inline constexpr std::size_t kMaxNesting = 64;

/// Parses the part of Jinja that chat templates use. Errors: corrupt_data (not Jinja),
/// unsupported (a construct that is not read here); both name it and its line.
[[nodiscard]] Result<Block> parse(std::string_view source);

} // namespace sotto::inference::jinja
