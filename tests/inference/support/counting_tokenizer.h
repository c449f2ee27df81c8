#pragma once

#include "inference/tokenizer/tokenizer.h"

#include <string>

namespace sotto::test {

/// Another tokenizer that notes how much it had to encode.
class CountingTokenizer final : public inference::Tokenizer {
public:
    /// `inner` outlives this.
    explicit CountingTokenizer(const inference::Tokenizer& inner) : inner_(inner) {}

    mutable std::size_t encoded_bytes = 0;

    using Tokenizer::encode;
    [[nodiscard]] Result<inference::Encoding>
    encode(std::string_view text, const inference::EncodeOptions& options) const override {
        encoded_bytes += text.size() - options.begin;
        return inner_.encode(text, options);
    }
    [[nodiscard]] std::string decode(std::span<const TokenId> ids,
                                     inference::SpecialText special) const override {
        return inner_.decode(ids, special);
    }
    [[nodiscard]] std::string token_bytes(TokenId id) const override {
        return inner_.token_bytes(id);
    }
    [[nodiscard]] std::optional<TokenId> control_token(std::string_view text) const override {
        return inner_.control_token(text);
    }
    [[nodiscard]] std::optional<TokenId> bos() const override { return inner_.bos(); }
    [[nodiscard]] TokenId vocabulary_size() const override { return inner_.vocabulary_size(); }
    [[nodiscard]] bool drops_leading_space() const override { return inner_.drops_leading_space(); }

private:
    const inference::Tokenizer& inner_;
};

} // namespace sotto::test
