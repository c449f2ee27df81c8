#pragma once

#include "inference/normalizer/normalizer.h"
#include "inference/tokenizer/byte_pair_merge.h"
#include "inference/tokenizer/merge_table.h"
#include "inference/tokenizer/special_tokens.h"
#include "inference/tokenizer/text_splitter.h"
#include "inference/tokenizer/token_table.h"
#include "inference/tokenizer/tokenizer.h"

#include <array>
#include <memory>
#include <optional>
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

/// What pairs are merged from.
enum class Symbols {
    bytes,      ///< each byte is a token (GPT-2, Llama 3)
    characters, ///< each character, or its bytes where it is none ("byte_fallback": Llama 2, Gemma)
};

/// Where the first word gets the prefix that other words have before them.
enum class WordPrefix {
    nowhere,
    at_text_begin, ///< of the whole text only
    at_each_part,  ///< also behind every added token
};

/// A byte-pair vocabulary as read from a file.
struct BpeVocabulary {
    TokenTable tokens; ///< indexed; control tokens are included, but not found by bytes
    MergeTable merges; ///< for MergeOrder::merge_list
    MergeOrder order = MergeOrder::token_id;
    WholePiece whole_piece = WholePiece::take;
    Symbols symbols = Symbols::bytes;
    Normalizer normalizer;  ///< changes text before tokens of `normalized` are found
    Normalizer words;       ///< changes it after that
    Normalizer first_words; ///< the same where a word gets a prefix
    WordPrefix prefix = WordPrefix::nowhere;
    std::vector<TextSplitter> splitters; ///< pre-tokenizers, applied in sequence
    SpecialTokens controls;              ///< found with SpecialText::parse only
    SpecialTokens fixed;                 ///< added tokens: found in every text before it is split
    SpecialTokens normalized;            ///< the same, by their normalized spelling, behind `fixed`
    std::vector<bool> is_control;        ///< by id, as long as the table
    std::array<TokenId, 256> byte_tokens{}; ///< of Symbols::characters: the token of each byte
    bool drops_leading_space = false;       ///< decoding a text drops the prefix
};

/// Byte-pair encoding: of bytes (Llama 3, Llama 4, MobileLLM-Pro and the GPT-2 line), or of
/// characters (files that were made from SentencePiece models).
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
    [[nodiscard]] TokenRules control_rules(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> bos() const override;
    [[nodiscard]] TokenId vocabulary_size() const override { return vocabulary_.tokens.size(); }
    [[nodiscard]] bool drops_leading_space() const override {
        return vocabulary_.drops_leading_space;
    }

private:
    struct Workspace;
    struct Source;
    /// A part of a text between added tokens.
    void encode_part(const Source& source, std::string_view part, Workspace& workspace,
                     EncodingBuilder& encoding) const;
    /// A part that is normalized.
    void encode_normalized(const Source& source, std::string_view part, Workspace& workspace,
                           EncodingBuilder& encoding) const;
    /// A part as it is split into pieces.
    void encode_words(const Source& source, std::string_view part, Workspace& workspace,
                      EncodingBuilder& encoding) const;
    void encode_piece(const Source& source, std::string_view piece, Workspace& workspace,
                      EncodingBuilder& encoding) const;
    void split_symbols(std::string_view piece, Workspace& workspace,
                       const EncodingBuilder& encoding) const;
    void add_character(std::string_view character, std::uint32_t begin,
                       std::vector<MergeSymbol>& symbols) const;
    [[nodiscard]] bool is_control(TokenId id) const;

    BpeVocabulary vocabulary_;
    std::array<TokenId, 256> byte_ids_{}; // of Symbols::bytes; -1 = the vocabulary lacks the byte
};

} // namespace sotto::inference
