#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `file`, usually a GGUF file, with a change of its metadata, tensor descriptions, counts or data;
/// the surroundings are adjusted. At most `max_bytes`.
[[nodiscard]] std::string mutate_gguf(std::string_view file, std::size_t max_bytes,
                                      Mutation& mutation);

} // namespace sotto::fuzz
