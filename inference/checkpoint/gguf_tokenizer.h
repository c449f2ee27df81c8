#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::inference {

/// The kinds of tokenizer in GGUF files that are supported.
enum class GgufTokenizerKind {
    sentencepiece, ///< model "llama": pieces, scores and types; becomes a tokenizer.model
    byte_level,    ///< model "gpt2" with a known pre-tokenizer; becomes a tokenizer.json
};

/// The name of the file that a kind becomes.
[[nodiscard]] std::string_view file_name_of(GgufTokenizerKind kind);

/// The kind of a file's tokenizer, from the metadata alone. Its lists must all have
/// `vocabulary_size` elements of the right type. Errors: corrupt_data (they do not), unsupported
/// (none, or one of another kind: the model can be imported without it).
[[nodiscard]] Result<GgufTokenizerKind> tokenizer_kind_of_gguf(const GgufHeader& header,
                                                               std::size_t vocabulary_size);

/// The tokenizer's file. Precondition: tokenizer_kind_of_gguf() gave `kind`.
/// Errors: corrupt_data, io. The lists are checked only as far as writing needs it; opening the
/// file checks the rest.
[[nodiscard]] Result<std::string>
tokenizer_file_of_gguf(const GgufHeader& header, const InputFile& file, GgufTokenizerKind kind);

} // namespace sotto::inference
