#pragma once

#include "core/error.h"
#include "inference/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>

namespace sotto::inference {

/// Opens tokenizer.model (SentencePiece or tiktoken, detected by content) or tokenizer.json.
/// Errors: not_found, corrupt_data, unsupported (names what is).
[[nodiscard]] Result<std::unique_ptr<Tokenizer>> open_tokenizer(const std::filesystem::path& file);

/// Opens the tokenizer of a model's folder: tokenizer.model if present, else tokenizer.json.
[[nodiscard]] Result<std::unique_ptr<Tokenizer>>
open_folder_tokenizer(const std::filesystem::path& folder);

} // namespace sotto::inference
