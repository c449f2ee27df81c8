#pragma once

#include "inference/tokenizer/tokenizer.h"

#include <string>

namespace sotto::test {

/// A tokenizer with one token per letter, from 'a' = 3 on, and `size` tokens; 1 is BOS. Text in
/// other letters is mapped into the alphabet.
class LetterTokenizer final : public inference::Tokenizer {
public:
    explicit LetterTokenizer(TokenId size) : size_(size) {}

    using Tokenizer::encode;
    [[nodiscard]] Result<inference::Encoding>
    encode(std::string_view text, const inference::EncodeOptions& options) const override {
        inference::EncodingBuilder encoding(options);
        for (std::size_t i = 0; i < text.size(); ++i) {
            encoding.add(kFirst + static_cast<unsigned char>(text[i]) % kLetters, i);
        }
        return std::move(encoding).finish();
    }
    [[nodiscard]] std::string decode(std::span<const TokenId> ids,
                                     inference::SpecialText) const override {
        std::string text;
        for (const auto id : ids) {
            text += token_bytes(id);
        }
        return text;
    }
    [[nodiscard]] std::string token_bytes(TokenId id) const override {
        return id < kFirst ? "" : std::string(1, static_cast<char>('a' + (id - kFirst) % kLetters));
    }
    [[nodiscard]] std::optional<TokenId> control_token(std::string_view) const override {
        return std::nullopt;
    }
    [[nodiscard]] std::optional<TokenId> bos() const override { return 1; }
    [[nodiscard]] TokenId vocabulary_size() const override { return size_; }
    [[nodiscard]] bool drops_leading_space() const override { return false; }

private:
    static constexpr TokenId kFirst = 3;
    static constexpr TokenId kLetters = 26;
    TokenId size_;
};

} // namespace sotto::test
