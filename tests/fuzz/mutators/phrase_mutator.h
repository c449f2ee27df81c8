#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `text` with one of `phrases` inserted, whole or truncated; with a number set to a boundary
/// value; with a piece duplicated, moved or repeated; or with any byte changed. At most
/// `max_bytes`.
[[nodiscard]] std::string mutate_phrases(std::string_view text, std::size_t max_bytes,
                                         std::span<const std::string_view> phrases,
                                         Mutation& mutation);

} // namespace sotto::fuzz
