#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// The bytes that a byte-level token of a tokenizer.json stands for: there each byte is written as
/// one printable character. Nothing when a character is not of that alphabet.
/// Source: the byte encoder of GPT-2.
[[nodiscard]] std::optional<std::string> bytes_from_alphabet(std::string_view token);

} // namespace sotto::inference
