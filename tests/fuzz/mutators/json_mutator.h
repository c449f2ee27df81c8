#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `text`, usually JSON, with one change that usually keeps it valid: a value replaced by another
/// one or by a boundary value, a member dropped, repeated many times, or deeply nested; or a byte
/// mutation. Also works for invalid JSON. At most `max_bytes`.
[[nodiscard]] std::string mutate_json(std::string_view text, std::size_t max_bytes,
                                      Mutation& mutation);

} // namespace sotto::fuzz
