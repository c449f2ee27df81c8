#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

/// One line of `ask --jsonl`. What is absent is as the command line says.
struct Question {
    std::string prompt;
    std::optional<std::string> system;
    std::optional<std::vector<std::string>> documents; ///< paths
    std::optional<std::int64_t> max_tokens;
    std::optional<float> temperature;
    std::optional<std::uint64_t> seed;
};

/// Reads {"prompt": …} with the optional keys "system", "documents", "max_tokens", "temperature"
/// and "seed". Errors: invalid_input (not an object, an unknown key, a value of another type or out
/// of range); the sentence names the key.
[[nodiscard]] Result<Question> parse_question(std::string_view line);

/// The line for a question that got no answer: {"error": sentence, "status": exit status}.
[[nodiscard]] std::string error_json(const Error& error);

} // namespace sotto::app
