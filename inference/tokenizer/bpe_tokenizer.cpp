#include "inference/tokenizer/bpe_tokenizer.h"

#include "inference/tokenizer/byte_pair_merge.h"
#include "inference/tokenizer/nfc.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

// Merging counts bytes in 32 bits; longer pieces, which no real text has, are cut.
constexpr std::size_t kMaxPieceBytes = 1U << 30U;

constexpr std::uint32_t kBytesBetweenChecks = 1U << 16U; // of the stop token, in one piece

} // namespace

/// Scratch memory of one encode() call.
struct BpeTokenizer::Workspace {
    std::vector<std::string_view> pieces;
    std::vector<std::string_view> finer_pieces;
    std::vector<MergeSymbol> symbols;
    std::vector<PairMerge> pairs;
};

BpeTokenizer::BpeTokenizer(BpeVocabulary vocabulary) : vocabulary_(std::move(vocabulary)) {
    for (std::size_t byte = 0; byte < byte_ids_.size(); ++byte) {
        const char spelled = static_cast<char>(byte);
        byte_ids_[byte] = vocabulary_.tokens.find({&spelled, 1}).value_or(-1);
    }
}

Result<Encoding> BpeTokenizer::encode(std::string_view text, const EncodeOptions& options) const {
    EncodingBuilder encoding(options);
    encoding.reserve(text.size() / 3 + 1);
    Workspace workspace;
    const auto offset_of = [text](std::string_view part) {
        return static_cast<std::size_t>(part.data() - text.data());
    };
    const auto add_id = [&](TokenId id, std::string_view part) {
        encoding.add(id, offset_of(part));
    };
    const auto add_text = [&](std::string_view part) {
        encode_text(part, offset_of(part), workspace, encoding);
        return !encoding.is_stopped();
    };
    const auto add_unmarked = [&](std::string_view part) {
        return vocabulary_.fixed.empty() ? add_text(part)
                                         : for_each_part(vocabulary_.fixed, part, add_text, add_id);
    };
    const bool is_whole = options.special == SpecialText::parse
                              ? for_each_part(vocabulary_.controls, text, add_unmarked, add_id)
                              : add_unmarked(text);
    if (!is_whole) {
        return fail(ErrorCode::cancelled, "stopped");
    }
    return std::move(encoding).finish();
}

void BpeTokenizer::encode_text(std::string_view text, std::size_t begin, Workspace& workspace,
                               EncodingBuilder& encoding) const {
    std::optional<ComposedText> composed;
    if (vocabulary_.has_nfc) {
        composed = compose(text, encoding.options().offsets, begin);
    }
    const std::string_view split = composed ? std::string_view(composed->text) : text;
    workspace.pieces.assign(1, split);
    for (const TextSplitter& splitter : vocabulary_.splitters) {
        workspace.finer_pieces.clear();
        for (const std::string_view piece : workspace.pieces) {
            splitter.split(piece, workspace.finer_pieces, encoding.options().stop);
        }
        std::swap(workspace.pieces, workspace.finer_pieces);
    }
    for (std::string_view piece : workspace.pieces) {
        while (!piece.empty()) {
            if (encoding.is_stopped()) {
                return;
            }
            const auto at = static_cast<std::size_t>(piece.data() - split.data());
            const auto offset = composed ? composed->original_offset(at) : at;
            encode_piece(piece.substr(0, kMaxPieceBytes), begin + offset, workspace, encoding);
            piece.remove_prefix(std::min(piece.size(), kMaxPieceBytes));
        }
    }
}

void BpeTokenizer::encode_piece(std::string_view piece, std::size_t begin, Workspace& workspace,
                                EncodingBuilder& encoding) const {
    if (vocabulary_.whole_piece == WholePiece::take) {
        if (const auto whole = vocabulary_.tokens.find(piece)) {
            encoding.add(*whole, begin);
            return;
        }
    }
    auto& symbols = workspace.symbols;
    symbols.clear();
    for (std::uint32_t i = 0; i < piece.size(); ++i) {
        if (i % kBytesBetweenChecks == 0 && encoding.is_stopped()) {
            return;
        }
        // As in the reference implementation, a byte missing from the vocabulary is dropped and its
        // neighbours become adjacent.
        if (const TokenId id = byte_ids_[static_cast<unsigned char>(piece[i])]; id >= 0) {
            symbols.push_back({id, i, i + 1});
        }
    }
    if (vocabulary_.order == MergeOrder::merge_list) {
        const auto find_merge = [this](const MergeSymbol& left, const MergeSymbol& right) {
            return vocabulary_.merges.find(left.id, right.id);
        };
        merge_byte_pairs(symbols, workspace.pairs, find_merge, encoding.options().stop);
    } else {
        const auto find_merge = [this, piece](const MergeSymbol& left, const MergeSymbol& right) {
            const auto merged =
                vocabulary_.tokens.find(piece.substr(left.begin, right.end - left.begin));
            return merged ? PairMerge{static_cast<std::uint32_t>(*merged), *merged} : PairMerge{};
        };
        merge_byte_pairs(symbols, workspace.pairs, find_merge, encoding.options().stop);
    }
    for (const MergeSymbol& symbol : symbols) {
        encoding.add(symbol.id, begin + symbol.begin);
    }
}

std::string BpeTokenizer::decode(std::span<const TokenId> ids, SpecialText special) const {
    std::string text;
    for (const TokenId id : ids) {
        if (special == SpecialText::parse || !is_control(id)) {
            text += vocabulary_.tokens.bytes(id);
        }
    }
    return text;
}

std::string BpeTokenizer::token_bytes(TokenId id) const {
    return is_control(id) ? std::string() : std::string(vocabulary_.tokens.bytes(id));
}

std::optional<TokenId> BpeTokenizer::control_token(std::string_view spelling) const {
    return vocabulary_.controls.find(spelling);
}

std::optional<TokenId> BpeTokenizer::bos() const {
    for (const std::string_view spelling : {"<|begin_of_text|>", "<bos>", "<s>"}) {
        if (const auto id = vocabulary_.controls.find(spelling)) {
            return id;
        }
    }
    return std::nullopt;
}

bool BpeTokenizer::is_control(TokenId id) const {
    return id >= 0 && static_cast<std::size_t>(id) < vocabulary_.is_control.size() &&
           vocabulary_.is_control[static_cast<std::size_t>(id)];
}

} // namespace sotto::inference
