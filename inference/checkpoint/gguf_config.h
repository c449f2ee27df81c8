#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <string>

namespace sotto::inference {

/// The config.json that says what a GGUF file's metadata says, for parse_model_config to check.
/// Read are the architectures "llama" and "gemma3"; what the metadata leaves out is what the format
/// defines for them. Source: the format's description in the ggml repository; models.md 5.1 and
/// 5.2. Errors: corrupt_data (missing or wrong entries), unsupported (another architecture, or a
/// setting that we would get wrong), io.
[[nodiscard]] Result<std::string> config_json_of_gguf(const GgufHeader& header,
                                                      const InputFile& file);

/// The generation_config.json that says how the file's makers want its words chosen
/// (general.sampling.temp, top_k, top_p), or nothing where they do not say. What is beyond all
/// reason is left out: it is only advice.
[[nodiscard]] std::string generation_config_json_of_gguf(const GgufHeader& header);

} // namespace sotto::inference
