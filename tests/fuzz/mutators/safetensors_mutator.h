#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `file`, usually a safetensors file, with a change of its header (with a matching length), its
/// data, or any byte. At most `max_bytes`.
[[nodiscard]] std::string mutate_safetensors(std::string_view file, std::size_t max_bytes,
                                             Mutation& mutation);

} // namespace sotto::fuzz
