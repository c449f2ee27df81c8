#pragma once

#include <filesystem>
#include <string>

namespace sotto::inference {

/// The spelling of the token that ends a text, as "eos_token" of a folder's tokenizer_config.json
/// states it; empty where there is none.
[[nodiscard]] std::string end_token_text(const std::filesystem::path& folder);

} // namespace sotto::inference
