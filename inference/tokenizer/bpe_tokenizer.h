#pragma once

#include "inference/tokenizer/merge_table.h"
#include "inference/tokenizer/special_tokens.h"
#include "inference/tokenizer/text_splitter.h"
#include "inference/tokenizer/token_table.h"
#include "inference/tokenizer/tokenizer.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// What ranks a merge.
enum class MergeOrder {
    token_id,   ///< the id of the merged token (tiktoken files)
    merge_list, ///< the position in the list of merges (tokenizer.json)
};

/// What happens to a piece that is a token as a whole ("ignore_merges" of a tokenizer.json).
enum class WholePiece {
    take,  ///< it is that token
    merge, ///< it is merged like any other, and need not become that token
};

/// A byte-pair vocabulary as read from a file.
struct BpeVocabulary {
    TokenTable tokens; ///< indexed; control tokens are included, but not found by bytes
    MergeTable merges; ///< for MergeOrder::merge_list
    MergeOrder order = MergeOrder::token_id;
    WholePiece whole_piece = WholePiece::take;
    bool has_nfc = false;                ///< text is brought into normalization form C first
    std::vector<TextSplitter> splitters; ///< pre-tokenizers, applied in sequence
    SpecialTokens controls;              ///< found with SpecialText::parse only
    SpecialTokens fixed;                 ///< added tokens: found in every text before it is split
    std::vector<bool> is_control;        ///< by id, as long as the table
};

/// Byte-level byte-pair encoding: Llama 3, Llama 4, MobileLLM-Pro and the GPT-2 line.
class BpeTokenizer final : public Tokenizer {
public:
    explicit BpeTokenizer(BpeVocabulary vocabulary);

    using Tokenizer::encode;
    [[nodiscard]] Result<Encoding> encode(std::string_view text,
                                          const EncodeOptions& options) const override;
    [[nodiscard]] std::string decode(std::span<const TokenId> ids,
                                     SpecialText special) const override;
    [[nodiscard]] std::string token_bytes(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> control_token(std::string_view spelling) const override;
    [[nodiscard]] std::optional<TokenId> bos() const override;
    [[nodiscard]] TokenId vocabulary_size() const override { return vocabulary_.tokens.size(); }
    [[nodiscard]] bool drops_leading_space() const override { return false; }

private:
    struct Workspace;
    /// `begin`: of the text or piece in the whole text.
    void encode_text(std::string_view text, std::size_t begin, Workspace& workspace,
                     EncodingBuilder& encoding) const;
    void encode_piece(std::string_view piece, std::size_t begin, Workspace& workspace,
                      EncodingBuilder& encoding) const;
    [[nodiscard]] bool is_control(TokenId id) const;

    BpeVocabulary vocabulary_;
    std::array<TokenId, 256> byte_ids_{}; // -1 = the vocabulary lacks the byte
};

} // namespace sotto::inference
