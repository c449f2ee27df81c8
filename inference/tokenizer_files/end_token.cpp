#include "inference/tokenizer_files/end_token.h"

#include "inference/files/input_file.h"
#include "inference/files/json.h"

#include <cstddef>

namespace sotto::inference {

std::string end_token_text(const std::filesystem::path& folder) {
    constexpr std::size_t kMaxBytes = 16 << 20;
    const auto text = read_whole_file(folder / "tokenizer_config.json", kMaxBytes);
    const auto json = text ? parse_json(*text) : Result<Json>(std::unexpected(text.error()));
    const Json* token = json ? json->find("eos_token") : nullptr;
    if (token != nullptr && token->object() != nullptr) {
        token = token->find("content"); // a token with its properties
    }
    const std::string* const spelling = token != nullptr ? token->string() : nullptr;
    return spelling != nullptr ? *spelling : std::string();
}

} // namespace sotto::inference
