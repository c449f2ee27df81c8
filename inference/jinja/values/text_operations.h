#pragma once

#include "inference/jinja/values/text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// What Python's str methods do. Letters other than ASCII have no case here.
namespace sotto::inference::jinja {

enum class Side { left, right, both };

/// Without the characters of `set` at its ends; nullopt: white space.
[[nodiscard]] Text strip(const Text& text, Side side, std::optional<std::string_view> set);

/// Parts between `separator` (not empty), at most `max_splits` times; negative: no limit.
[[nodiscard]] std::vector<Text> split(const Text& text, std::string_view separator,
                                      std::int64_t max_splits);
/// The same from the end.
[[nodiscard]] std::vector<Text> split_from_end(const Text& text, std::string_view separator,
                                               std::int64_t max_splits);
/// Parts between white space.
[[nodiscard]] std::vector<Text> split_at_space(const Text& text, std::int64_t max_splits);
[[nodiscard]] std::vector<Text> split_lines(const Text& text);

/// `count`: negative: all. `old` empty: unchanged, unlike in Python.
[[nodiscard]] Text replace(const Text& text, std::string_view old, const Text& by,
                           std::int64_t count);

[[nodiscard]] Text upper(const Text& text);
[[nodiscard]] Text lower(const Text& text);
/// Each word with a capital.
[[nodiscard]] Text title(const Text& text);
/// The first character as a capital.
[[nodiscard]] Text capitalize(const Text& text);

/// Offsets of the characters, and the size.
[[nodiscard]] std::vector<std::size_t> character_offsets(const Text& text);

/// The elements that Python's slice takes of `size` ones. `step`: not 0.
[[nodiscard]] std::vector<std::size_t> slice_indices(std::size_t size,
                                                     std::optional<std::int64_t> start,
                                                     std::optional<std::int64_t> stop,
                                                     std::int64_t step);

} // namespace sotto::inference::jinja
