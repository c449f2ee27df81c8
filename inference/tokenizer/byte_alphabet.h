#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// The bytes of a byte-level token of a tokenizer.json, where each byte is written as one printable
/// character; nothing when a character is not in that alphabet. Source: GPT-2's bytes_to_unicode.
[[nodiscard]] std::optional<std::string> bytes_from_alphabet(std::string_view token);

} // namespace sotto::inference
