#pragma once

#include "core/error.h"
#include "inference/tokenizer/tokenizer.h"

#include <memory>
#include <string_view>

namespace sotto::inference {

/// The tokenizer of a Hugging Face tokenizer.json: byte-pair encoding, byte-level (Llama 3, Llama
/// 4, GPT-2) or of characters with byte fallback (Llama 2, Gemma). Errors: corrupt_data;
/// unsupported (says what).
[[nodiscard]] Result<std::unique_ptr<Tokenizer>> read_tokenizer_json(std::string_view file);

} // namespace sotto::inference
