#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/chat/chat_template.h"

#include <filesystem>
#include <span>
#include <string>

namespace sotto::inference {

/// The Jinja chat template in a model's folder: chat_template.jinja, else that of
/// chat_template.json or tokenizer_config.json; empty when the folder has none that can be read.
[[nodiscard]] std::string read_chat_template(const std::filesystem::path& folder);

/// The template by which this model reads a conversation: that in its folder; without one, that of
/// its family, if the vocabulary has the control tokens for it. `eos`: the model's, for templates
/// that write it; the folder's own setting goes first. Errors: as open_model_template.
[[nodiscard]] Result<ChatTemplate> folder_chat_template(const std::filesystem::path& folder,
                                                        Family family, const Tokenizer& tokenizer,
                                                        std::span<const TokenId> eos);

} // namespace sotto::inference
