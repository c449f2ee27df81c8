#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/engine/evaluation.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sotto::app {

// JSON of the `debug` commands: see library_json.h.

[[nodiscard]] std::string text_json(std::string_view text);
[[nodiscard]] std::string ids_json(std::span<const TokenId> ids);
/// The text and the ids of a prompt.
[[nodiscard]] std::string prompt_json(std::string_view text, std::span<const TokenId> ids);

/// Shape of `logits`: [positions, vocabulary].
[[nodiscard]] std::string logits_json(std::span<const float> logits, std::size_t vocabulary);
[[nodiscard]] std::string perplexity_json(double nll, std::int64_t tokens);
[[nodiscard]] std::string divergence_json(const inference::Divergence& divergence);

/// Parses a line that is one JSON string. Errors: invalid_input.
[[nodiscard]] Result<std::string> parse_json_string(std::string_view line);

} // namespace sotto::app
