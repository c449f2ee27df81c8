#pragma once

#include "core/error.h"
#include "inference/normalizer/normalizer.h"
#include "inference/tokenizer/bpe_tokenizer.h"
#include "inference/tokenizer_files/tokenizer_json_parser.h"

namespace sotto::inference {

/// Sets what a tokenizer.json does with a text before its model: "normalizer", "pre_tokenizer" and
/// "decoder". `rest`: the file without vocabulary and merges. Errors: unsupported (says which
/// step).
[[nodiscard]] Status read_text_steps(const nlohmann::json& rest, BpeVocabulary& vocabulary);

} // namespace sotto::inference
