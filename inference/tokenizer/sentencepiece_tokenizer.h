#pragma once

#include "inference/tokenizer/sentencepiece_model.h"
#include "inference/tokenizer/special_tokens.h"
#include "inference/tokenizer/tokenizer.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// SentencePiece models: Llama 2, Gemma, the starter model. The library splits text into pieces;
/// control tokens, broken UTF-8 and decoding are handled here, so that they follow the rules of
/// Tokenizer.
class SentencePieceTokenizer final : public Tokenizer {
public:
    /// Errors: corrupt_data, unsupported.
    [[nodiscard]] static Result<std::unique_ptr<Tokenizer>> open(std::string_view file);

    ~SentencePieceTokenizer() override;

    using Tokenizer::encode;
    [[nodiscard]] Result<Encoding> encode(std::string_view text,
                                          const EncodeOptions& options) const override;
    [[nodiscard]] std::string decode(std::span<const TokenId> ids,
                                     SpecialText special) const override;
    [[nodiscard]] std::string token_bytes(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> control_token(std::string_view spelling) const override;
    [[nodiscard]] std::optional<TokenId> bos() const override;
    [[nodiscard]] TokenId vocabulary_size() const override;
    [[nodiscard]] bool drops_leading_space() const override {
        return adds_dummy_prefix_ || removes_extra_spaces_;
    }

private:
    struct Library;
    SentencePieceTokenizer(SentencePieceModel model, std::unique_ptr<Library> library);

    /// A text on its way through the steps below.
    class Run;
    [[nodiscard]] bool is_control(TokenId id) const;

    std::vector<SentencePiece> pieces_; // normal pieces hold their bytes, with spaces for U+2581
    SpecialTokens controls_;
    std::array<TokenId, 256> byte_ids_{}; // -1 = no such piece
    TokenId unknown_id_ = 0;
    bool has_all_bytes_ = false;
    bool adds_dummy_prefix_ = false;
    bool removes_extra_spaces_ = false;
    bool separates_words_ = false;
    std::unique_ptr<Library> library_;
};

} // namespace sotto::inference
