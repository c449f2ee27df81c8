#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto::inference {

/// The token that texts begin with; nothing where they begin with none. A file that does not say
/// whether they do follows the custom of its tokenizer.
[[nodiscard]] std::optional<std::uint64_t> bos_of_gguf(const GgufHeader& header);

/// The tokens that end an answer: of a text, a turn and a message, each one id or a list. `file`:
/// the one that metadata are read from. Errors: corrupt_data (no tokens), io.
[[nodiscard]] Result<std::vector<std::uint64_t>> end_tokens_of_gguf(const GgufHeader& header,
                                                                    const InputFile& file);

/// The generation_config.json that says how the file's makers want its words chosen
/// (general.sampling.temp, top_k, top_p), or nothing where they do not say. What is beyond all
/// reason is left out: it is only advice.
[[nodiscard]] std::string generation_config_json_of_gguf(const GgufHeader& header);

} // namespace sotto::inference
