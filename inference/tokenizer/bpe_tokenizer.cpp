#include "inference/tokenizer/bpe_tokenizer.h"

#include "core/text/utf8.h"
#include "inference/tokenizer/space_mark.h"

#include <algorithm>
#include <span>
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

/// Where a text that is being encoded came from.
struct BpeTokenizer::Source {
    std::string_view text;
    std::size_t begin = 0;                ///< of the text from which it was made, in the whole one
    const NormalizedText* made = nullptr; ///< null: it is that text itself
    const Source* before = nullptr;       ///< from which it was made; null: from the whole text

    /// Of a part of `text`, in the whole one.
    [[nodiscard]] std::size_t offset_of(std::string_view part) const {
        const auto at = static_cast<std::size_t>(part.data() - text.data());
        const std::size_t original = begin + (made == nullptr ? at : made->original_offset(at));
        return before == nullptr ? original : before->offset_at(original);
    }

private:
    [[nodiscard]] std::size_t offset_at(std::size_t at) const {
        return offset_of(text.substr(std::min(at, text.size())));
    }
};

namespace {

/// The offsets of a whole text that are in a part of it that begins at `begin`.
std::vector<std::size_t> offsets_within(std::span<const std::size_t> offsets, std::size_t begin,
                                        std::size_t size) {
    std::vector<std::size_t> within;
    for (const std::size_t offset : offsets) {
        if (offset > begin && offset < begin + size) {
            within.push_back(offset - begin);
        }
    }
    return within;
}

} // namespace

Result<Encoding> BpeTokenizer::encode(std::string_view text, const EncodeOptions& options) const {
    EncodingBuilder encoding(options);
    encoding.reserve(text.size() / 3 + 1);
    Workspace workspace;
    const Source source{.text = text};
    const auto add_id = [&](TokenId id, std::string_view part) {
        encoding.add(id, source.offset_of(part));
    };
    const auto add_text = [&](std::string_view part) {
        encode_part(source, part, workspace, encoding);
        return !encoding.is_stopped();
    };
    const std::array sets{options.special == SpecialText::parse ? &vocabulary_.controls : nullptr,
                          vocabulary_.fixed.empty() ? nullptr : &vocabulary_.fixed};
    if (!for_each_part(sets, text, add_text, add_id)) {
        return fail(ErrorCode::cancelled, "stopped");
    }
    return std::move(encoding).finish();
}

void BpeTokenizer::encode_part(const Source& source, std::string_view part, Workspace& workspace,
                               EncodingBuilder& encoding) const {
    const std::size_t begin = source.offset_of(part);
    const auto made = vocabulary_.normalizer.apply(
        part, offsets_within(encoding.options().offsets, begin, part.size()));
    const Source normalized{.text = made ? std::string_view(made->text) : part,
                            .begin = begin,
                            .made = made ? &*made : nullptr};
    if (vocabulary_.normalized.empty()) {
        encode_normalized(normalized, normalized.text, workspace, encoding);
        return;
    }
    for_each_part(
        std::array{&vocabulary_.normalized}, normalized.text,
        [&](std::string_view text) {
            encode_normalized(normalized, text, workspace, encoding);
            return !encoding.is_stopped();
        },
        [&](TokenId id, std::string_view token) { encoding.add(id, normalized.offset_of(token)); });
}

void BpeTokenizer::encode_normalized(const Source& source, std::string_view part,
                                     Workspace& workspace, EncodingBuilder& encoding) const {
    const auto at = static_cast<std::size_t>(part.data() - source.text.data());
    const bool is_text_begin =
        source.begin == 0 && at == 0 && encoding.options().place == TextPlace::first;
    const bool has_prefix = vocabulary_.prefix == WordPrefix::at_each_part ||
                            (vocabulary_.prefix == WordPrefix::at_text_begin && is_text_begin);
    const Normalizer& words = has_prefix ? vocabulary_.first_words : vocabulary_.words;
    if (words.empty()) {
        encode_words(source, part, workspace, encoding);
        return;
    }
    std::vector<std::size_t> offsets;
    if (source.made != nullptr) {
        for (const NormalizedText::Border& border : source.made->borders) {
            offsets.push_back(border.made);
        }
    } else {
        offsets = offsets_within(encoding.options().offsets, source.begin, source.text.size());
    }
    const auto made = words.apply(part, offsets_within(offsets, at, part.size()));
    const Source changed{.text = made ? std::string_view(made->text) : part,
                         .begin = at,
                         .made = made ? &*made : nullptr,
                         .before = &source};
    encode_words(changed, changed.text, workspace, encoding);
}

void BpeTokenizer::encode_words(const Source& source, std::string_view part, Workspace& workspace,
                                EncodingBuilder& encoding) const {
    workspace.pieces.assign(1, part);
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
            const std::size_t size = piece.size() <= kMaxPieceBytes
                                         ? piece.size()
                                         : floor_char_boundary(piece, kMaxPieceBytes);
            encode_piece(source, piece.substr(0, size), workspace, encoding);
            piece.remove_prefix(size);
        }
    }
}

void BpeTokenizer::encode_piece(const Source& source, std::string_view piece, Workspace& workspace,
                                EncodingBuilder& encoding) const {
    if (vocabulary_.whole_piece == WholePiece::take) {
        if (const auto whole = vocabulary_.tokens.find(piece)) {
            encoding.add(*whole, source.offset_of(piece));
            return;
        }
    }
    auto& symbols = workspace.symbols;
    split_symbols(piece, workspace, encoding);
    if (encoding.is_stopped()) {
        return;
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
        encoding.add(symbol.id, source.offset_of(piece.substr(symbol.begin)));
    }
}

void BpeTokenizer::split_symbols(std::string_view piece, Workspace& workspace,
                                 const EncodingBuilder& encoding) const {
    auto& symbols = workspace.symbols;
    symbols.clear();
    std::uint32_t checked = 0;
    for (std::uint32_t i = 0; i < piece.size();) {
        if (i >= checked && encoding.is_stopped()) {
            return;
        }
        checked = i >= checked ? i + kBytesBetweenChecks : checked;
        if (vocabulary_.symbols == Symbols::characters) {
            const std::string_view rest = piece.substr(i);
            const std::string_view character = rest.substr(0, next_utf8(rest).length);
            add_character(character, i, symbols);
            i += static_cast<std::uint32_t>(character.size());
            continue;
        }
        // As in the reference implementation, a byte missing from the vocabulary is dropped and its
        // neighbours become adjacent.
        if (const TokenId id = byte_ids_[static_cast<unsigned char>(piece[i])]; id >= 0) {
            symbols.push_back({id, i, i + 1});
        }
        ++i;
    }
}

void BpeTokenizer::add_character(std::string_view character, std::uint32_t begin,
                                 std::vector<MergeSymbol>& symbols) const {
    if (const auto id = vocabulary_.tokens.find(character)) {
        symbols.push_back({*id, begin, begin + static_cast<std::uint32_t>(character.size())});
        return;
    }
    for (std::uint32_t i = 0; i < character.size(); ++i) {
        const TokenId id = vocabulary_.byte_tokens[static_cast<unsigned char>(character[i])];
        symbols.push_back({id, begin + i, begin + i + 1});
    }
}

std::string BpeTokenizer::decode(std::span<const TokenId> ids, SpecialText special) const {
    std::string text;
    bool is_first = drops_leading_space();
    for (const TokenId id : ids) {
        if (is_control(id)) {
            text += special == SpecialText::parse ? vocabulary_.tokens.bytes(id) : "";
            continue;
        }
        const std::string bytes = token_bytes(id);
        text += std::string_view(bytes).substr(is_first && bytes.starts_with(' ') ? 1 : 0);
        is_first = is_first && bytes.empty();
    }
    return text;
}

std::string BpeTokenizer::token_bytes(TokenId id) const {
    const std::string_view spelled =
        is_control(id) ? std::string_view() : vocabulary_.tokens.bytes(id);
    if (vocabulary_.symbols == Symbols::bytes) {
        return std::string(spelled);
    }
    if (const auto byte = byte_of_token(spelled);
        byte && vocabulary_.byte_tokens[static_cast<unsigned char>(*byte)] == id) {
        return {*byte};
    }
    return with_spaces(spelled);
}

std::optional<TokenId> BpeTokenizer::control_token(std::string_view spelling) const {
    return vocabulary_.controls.find(spelling);
}

TokenRules BpeTokenizer::control_rules(TokenId id) const {
    return vocabulary_.controls.rules(id);
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
