#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `file`, a safetensors file for the most part, with a change of its header, whose length then
/// fits, or of its data, or of any byte. At most `max_bytes`.
[[nodiscard]] std::string mutate_safetensors(std::string_view file, std::size_t max_bytes,
                                             Mutation& mutation);

} // namespace sotto::fuzz
