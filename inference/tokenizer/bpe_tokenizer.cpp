#include "inference/tokenizer/bpe_tokenizer.h"

#include "inference/tokenizer/byte_pair_merge.h"

#include <utility>

namespace sotto::inference {

namespace {

// The merge counts bytes in 32 bits; longer pieces are cut, which no real text is long enough for.
constexpr std::size_t kMaxPieceBytes = 1U << 30U;

} // namespace

/// Room that one encode() call uses over and over.
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

std::vector<TokenId> BpeTokenizer::encode(std::string_view text, SpecialText special) const {
    std::vector<TokenId> ids;
    ids.reserve(text.size() / 3 + 1);
    Workspace workspace;
    const auto add_id = [&ids](TokenId id) { ids.push_back(id); };
    const auto add_text = [&](std::string_view part) { encode_text(part, workspace, ids); };
    const auto add_unmarked = [&](std::string_view part) {
        if (vocabulary_.fixed.empty()) {
            add_text(part);
        } else {
            for_each_part(vocabulary_.fixed, part, add_text, add_id);
        }
    };
    if (special == SpecialText::parse) {
        for_each_part(vocabulary_.controls, text, add_unmarked, add_id);
    } else {
        add_unmarked(text);
    }
    return ids;
}

void BpeTokenizer::encode_text(std::string_view text, Workspace& workspace,
                               std::vector<TokenId>& ids) const {
    workspace.pieces.assign(1, text);
    for (const TextSplitter& splitter : vocabulary_.splitters) {
        workspace.finer_pieces.clear();
        for (const std::string_view piece : workspace.pieces) {
            splitter.split(piece, workspace.finer_pieces);
        }
        std::swap(workspace.pieces, workspace.finer_pieces);
    }
    for (std::string_view piece : workspace.pieces) {
        while (!piece.empty()) {
            encode_piece(piece.substr(0, kMaxPieceBytes), workspace, ids);
            piece.remove_prefix(std::min(piece.size(), kMaxPieceBytes));
        }
    }
}

void BpeTokenizer::encode_piece(std::string_view piece, Workspace& workspace,
                                std::vector<TokenId>& ids) const {
    if (vocabulary_.whole_piece == WholePiece::take) {
        if (const auto whole = vocabulary_.tokens.find(piece)) {
            ids.push_back(*whole);
            return;
        }
    }
    auto& symbols = workspace.symbols;
    symbols.clear();
    for (std::uint32_t i = 0; i < piece.size(); ++i) {
        // As in the reference, a byte the vocabulary lacks is left out and its neighbours meet.
        if (const TokenId id = byte_ids_[static_cast<unsigned char>(piece[i])]; id >= 0) {
            symbols.push_back({id, i, i + 1});
        }
    }
    if (vocabulary_.order == MergeOrder::merge_list) {
        merge_byte_pairs(symbols, workspace.pairs,
                         [this](const MergeSymbol& left, const MergeSymbol& right) {
                             return vocabulary_.merges.find(left.id, right.id);
                         });
    } else {
        merge_byte_pairs(symbols, workspace.pairs,
                         [this, piece](const MergeSymbol& left, const MergeSymbol& right) {
                             const auto merged = vocabulary_.tokens.find(
                                 piece.substr(left.begin, right.end - left.begin));
                             return merged ? PairMerge{static_cast<std::uint32_t>(*merged), *merged}
                                           : PairMerge{};
                         });
    }
    for (const MergeSymbol& symbol : symbols) {
        ids.push_back(symbol.id);
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
