#include "inference/tokenizer/tokenizer.h"

#include <utility>

namespace sotto::inference {

std::vector<TokenId> Tokenizer::encode(std::string_view text, SpecialText special) const {
    return encode(text, EncodeOptions{.special = special}).value_or(Encoding()).ids;
}

} // namespace sotto::inference
