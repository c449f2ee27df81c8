#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `pickle` with instructions rearranged, inserted or changed, or any byte changed. At most
/// `max_bytes`.
[[nodiscard]] std::string mutate_pickle(std::string_view pickle, std::size_t max_bytes,
                                        Mutation& mutation);

} // namespace sotto::fuzz
