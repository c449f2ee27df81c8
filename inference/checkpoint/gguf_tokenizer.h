#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::inference {

/// The kinds of tokenizer inside a GGUF file that we can write out.
enum class GgufTokenizerKind {
    sentencepiece, ///< model "llama": pieces, scores and types; becomes a tokenizer.model
    llama_bpe,     ///< model "gpt2" with Llama 3's way of splitting; becomes a tokenizer.json
};

/// The file a kind is written as.
[[nodiscard]] std::string_view file_name_of(GgufTokenizerKind kind);

/// Finds out which tokenizer the file has, from the metadata alone. Its lists must all have
/// `vocabulary_size` elements of the right type. Errors: corrupt_data (they do not), unsupported
/// (none, or one of another kind: the model can be imported without it).
[[nodiscard]] Result<GgufTokenizerKind> tokenizer_kind_of_gguf(const GgufHeader& header,
                                                               std::size_t vocabulary_size);

/// The tokenizer's file. Precondition: tokenizer_kind_of_gguf() gave `kind`.
/// Errors: corrupt_data, io. What the lists say is checked only so far that a file can be written:
/// opening that checks the rest.
[[nodiscard]] Result<std::string>
tokenizer_file_of_gguf(const GgufHeader& header, const InputFile& file, GgufTokenizerKind kind);

} // namespace sotto::inference
