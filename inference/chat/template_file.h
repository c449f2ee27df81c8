#pragma once

#include "inference/chat/chat_template.h"

#include <filesystem>
#include <string>

namespace sotto::inference {

/// The Jinja chat template in a model's folder: chat_template.jinja, else that of
/// tokenizer_config.json; empty when the folder has none that can be read.
[[nodiscard]] std::string read_chat_template(const std::filesystem::path& folder);

/// The template by which this model reads a conversation: of its family, if the vocabulary has the
/// control tokens for it, with the default instructions of its own file.
[[nodiscard]] ChatTemplate folder_chat_template(const std::filesystem::path& folder, Family family,
                                                const Tokenizer& tokenizer);

} // namespace sotto::inference
