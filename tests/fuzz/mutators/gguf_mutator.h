#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `file`, a GGUF file for the most part, with a change of its metadata, its list of tensors, its
/// counts or its data; what stands around the change is made to fit it. At most `max_bytes`.
[[nodiscard]] std::string mutate_gguf(std::string_view file, std::size_t max_bytes,
                                      Mutation& mutation);

} // namespace sotto::fuzz
