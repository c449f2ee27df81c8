#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// Inputs that stand for several files: their contents with a line between them.
namespace sotto::fuzz {

/// `count` parts; missing ones are empty, and the last one takes the rest.
[[nodiscard]] std::vector<std::string> split_parts(std::string_view input, std::size_t count);

[[nodiscard]] std::string join_parts(const std::vector<std::string>& parts);

/// Changes one of `count` parts, drawn, by `mutate(part's index, content, most bytes)`.
[[nodiscard]] std::string
mutate_parts(std::string_view input, std::size_t count, std::size_t max_bytes, Mutation& mutation,
             const std::function<std::string(std::size_t, std::string_view, std::size_t)>& mutate);

} // namespace sotto::fuzz
