#pragma once

#include "core/error.h"
#include "inference/tokenizer/tokenizer.h"

#include <memory>
#include <string_view>

namespace sotto::inference {

/// Whether bytes begin like a tiktoken vocabulary: base64, a space, a number.
[[nodiscard]] bool looks_like_tiktoken(std::string_view file);

/// The tokenizer of a tiktoken vocabulary: a line "base64 rank" for each token. The number of
/// tokens determines the family, and so the pre-tokenizer and the control tokens. Errors:
/// corrupt_data; unsupported (neither Llama 3's 128,000 tokens nor Llama 4's 200,000).
[[nodiscard]] Result<std::unique_ptr<Tokenizer>> read_tiktoken(std::string_view file);

} // namespace sotto::inference
