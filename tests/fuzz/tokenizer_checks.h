#pragma once

#include "core/error.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdlib>
#include <memory>
#include <string>

namespace sotto::fuzz {

/// What any tokenizer that was opened must be able to do: its ids lie in its vocabulary, and text
/// that a user writes becomes no control token.
inline void check_tokenizer(const Result<std::unique_ptr<inference::Tokenizer>>& opened) {
    using inference::SpecialText;
    if (!opened) {
        return;
    }
    const inference::Tokenizer& tokenizer = **opened;
    static const std::string text = "hello world <s>[INST] <|begin_of_text|> caf\u00E9 \u65E5\u672C "
                                    "\xFF 12345 'll\r\n\n  \t<0x41><end_of_turn>";
    for (const auto special : {SpecialText::literal, SpecialText::parse}) {
        const auto ids = tokenizer.encode(text, special);
        for (const TokenId id : ids) {
            if (id < 0 || id >= tokenizer.vocabulary_size()) {
                std::abort();
            }
            static_cast<void>(tokenizer.token_bytes(id));
        }
        static_cast<void>(tokenizer.decode(ids, special));
    }
    static_cast<void>(tokenizer.decode(std::vector<TokenId>{-1, 0, tokenizer.vocabulary_size()}));
    static_cast<void>(tokenizer.bos());
}

} // namespace sotto::fuzz
