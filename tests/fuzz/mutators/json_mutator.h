#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// `text`, a JSON text for the most part, with one change that mostly keeps it one: a value for
/// another one of the text or for a number or string at some limit, a member dropped, doubled many
/// times, or put deep into brackets; or whatever the byte mutator does. Works on texts that are no
/// JSON too. At most `max_bytes`.
[[nodiscard]] std::string mutate_json(std::string_view text, std::size_t max_bytes,
                                      Mutation& mutation);

} // namespace sotto::fuzz
