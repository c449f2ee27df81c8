#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/tokenizer/encoding.h"
#include "inference/tokenizer/special_tokens.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Text to token ids and back. Immutable after opening: any number of threads may use it.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    /// Token ids of UTF-8 `text`; no BOS is added. Invalid UTF-8 is encoded too (byte by byte where
    /// needed), never refused. Errors: cancelled, soon after a stop.
    [[nodiscard]] virtual Result<Encoding> encode(std::string_view text,
                                                  const EncodeOptions& options) const = 0;

    /// The same ids, without a way to stop.
    [[nodiscard]] std::vector<TokenId> encode(std::string_view text,
                                              SpecialText special = SpecialText::literal) const;

    /// The bytes of a sequence; control tokens give their text only when `special` is `parse`, else
    /// nothing. Unknown ids give nothing. May contain broken UTF-8.
    [[nodiscard]] virtual std::string decode(std::span<const TokenId> ids,
                                             SpecialText special = SpecialText::literal) const = 0;

    /// The bytes that a token adds in the middle of a text (control tokens: none). The first piece
    /// of a SentencePiece text keeps its space; use StreamDecoder for streamed text.
    [[nodiscard]] virtual std::string token_bytes(TokenId id) const = 0;

    /// The id of a control token by its spelling, e.g. "<|eot|>" or "<end_of_turn>".
    [[nodiscard]] virtual std::optional<TokenId> control_token(std::string_view spelling) const = 0;

    /// What a control token takes along of the text beside it.
    [[nodiscard]] virtual TokenRules control_rules(TokenId /*id*/) const { return {}; }

    /// The beginning-of-text token, where the vocabulary has one.
    [[nodiscard]] virtual std::optional<TokenId> bos() const = 0;

    /// One more than the highest id.
    [[nodiscard]] virtual TokenId vocabulary_size() const = 0;

    /// Whether decoding the start of a text drops one leading space (SentencePiece's dummy prefix).
    [[nodiscard]] virtual bool drops_leading_space() const = 0;
};

/// Joins the bytes of streamed tokens into whole UTF-8 characters. Runs on: one thread.
class StreamDecoder {
public:
    /// `tokenizer` outlives the decoder.
    explicit StreamDecoder(const Tokenizer& tokenizer);

    /// The complete characters after adding `id`; may be empty.
    [[nodiscard]] std::string push(TokenId id);

    /// The rest at the end; incomplete characters become U+FFFD.
    [[nodiscard]] std::string finish();

private:
    const Tokenizer& tokenizer_;
    std::string pending_;
    bool at_start_ = true;
};

} // namespace sotto::inference
