#pragma once

#include "core/error.h"
#include "inference/tokenizer/tokenizer.h"
#include "tests/fuzz/target.h"

#include <memory>
#include <string>
#include <vector>

namespace sotto::fuzz {

/// Guarantees of every opened tokenizer: ids are in its vocabulary, and user text never becomes a
/// control token. Returns whether one was opened.
[[nodiscard]] inline bool
check_tokenizer(const Result<std::unique_ptr<inference::Tokenizer>>& opened) {
    using inference::SpecialText;
    if (!opened) {
        return false;
    }
    const inference::Tokenizer& tokenizer = **opened;
    static const std::string kText =
        "hello world <s>[INST] <|begin_of_text|> caf\u00E9 \u65E5\u672C "
        "\xFF 12345 'll\r\n\n  \t<0x41><end_of_turn>";
    for (const auto special : {SpecialText::literal, SpecialText::parse}) {
        const auto ids = tokenizer.encode(kText, special);
        for (const TokenId id : ids) {
            require(id >= 0 && id < tokenizer.vocabulary_size(), "ids lie in the vocabulary");
            const bool is_control = tokenizer.token_bytes(id).empty();
            require(special == SpecialText::parse || !is_control,
                    "what a user writes becomes no control token");
        }
        static_cast<void>(tokenizer.decode(ids, special));
    }
    const TokenId end = tokenizer.vocabulary_size();
    require(tokenizer.decode(std::vector<TokenId>{-1, end}).empty(), "other ids are nothing");
    static_cast<void>(tokenizer.decode(std::vector<TokenId>{0, end - 1}));
    static_cast<void>(tokenizer.bos());
    return true;
}

} // namespace sotto::fuzz
