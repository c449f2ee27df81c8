#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <string>

namespace sotto::inference {

/// The config.json that says what a GGUF file's metadata says, for parse_model_config to check.
/// What the metadata leaves out is what the format defines. Precondition: check_gguf_kind()
/// accepted the file. Source: the format's description in the ggml repository; models.md 5.1 and
/// 5.2. Errors: corrupt_data (missing or wrong entries), unsupported (a setting that we
/// would get wrong), io.
[[nodiscard]] Result<std::string> config_json_of_gguf(const GgufHeader& header,
                                                      const InputFile& file);

} // namespace sotto::inference
