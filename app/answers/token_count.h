#pragma once

#include "app/cli/command_context.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::app {

/// The tokenizer of a model (empty: of the default model); null when there is no model or it has no
/// tokenizer.
[[nodiscard]] std::unique_ptr<inference::Tokenizer> find_tokenizer(CommandContext& context,
                                                                   const std::string& model);

/// The number of tokens of a text; nothing without a tokenizer.
[[nodiscard]] std::optional<std::int64_t> count_tokens(const inference::Tokenizer* tokenizer,
                                                       std::string_view text);

} // namespace sotto::app
