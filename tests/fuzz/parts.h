#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// Inputs that consist of several files: their contents, separated by a line.
namespace sotto::fuzz {

/// `count` parts; missing ones are empty, and the last one gets the rest.
[[nodiscard]] std::vector<std::string> split_parts(std::string_view input, std::size_t count);

[[nodiscard]] std::string join_parts(const std::vector<std::string>& parts);

/// Mutates one random part of `count` with `mutate(index, content, max bytes)`.
[[nodiscard]] std::string
mutate_parts(std::string_view input, std::size_t count, std::size_t max_bytes, Mutation& mutation,
             const std::function<std::string(std::size_t, std::string_view, std::size_t)>& mutate);

} // namespace sotto::fuzz
