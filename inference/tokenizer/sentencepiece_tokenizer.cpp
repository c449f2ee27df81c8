#include "inference/tokenizer/sentencepiece_tokenizer.h"

#include "core/text/utf8.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <mutex>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kSpaceMark = "\xE2\x96\x81";     // U+2581
constexpr std::string_view kUnknownText = " \xE2\x81\x87 "; // U+2047, as the library writes it

std::string with_spaces(std::string_view piece) {
    std::string text;
    for (std::size_t at = 0; at < piece.size();) {
        if (piece.substr(at).starts_with(kSpaceMark)) {
            text += ' ';
            at += kSpaceMark.size();
        } else {
            text += piece[at++];
        }
    }
    return text;
}

/// The byte that "<0x0A>" means, or nothing.
std::optional<unsigned char> byte_of(std::string_view piece) {
    unsigned value = 0;
    if (piece.size() != 6 || !piece.starts_with("<0x") || piece.back() != '>') {
        return std::nullopt;
    }
    const char* end = piece.data() + 5;
    const auto [stop, error] = std::from_chars(piece.data() + 3, end, value, 16);
    if (error != std::errc() || stop != end) {
        return std::nullopt;
    }
    return static_cast<unsigned char>(value);
}

} // namespace

struct SentencePieceTokenizer::Library {
    sentencepiece::SentencePieceProcessor processor;
};

SentencePieceTokenizer::~SentencePieceTokenizer() = default;

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::open(std::string_view file) {
    auto model = read_sentencepiece_model(file);
    if (!model) {
        return std::unexpected(model.error());
    }
    static std::once_flag silenced;
    // Above every level it logs at: what is wrong with a file is ours to say.
    std::call_once(silenced, [] { sentencepiece::SetMinLogLevel(100); });
    auto library = std::make_unique<Library>();
    bool is_loaded = false;
    try {
        is_loaded = library->processor.LoadFromSerializedProto(model->library_file).ok();
    } catch (const std::exception&) {
        is_loaded = false; // the trie builder throws on input it does not like
    }
    if (!is_loaded || std::cmp_not_equal(library->processor.GetPieceSize(), model->pieces.size())) {
        return fail(ErrorCode::corrupt_data,
                    "the SentencePiece model is damaged: its pieces do not make a vocabulary");
    }
    return std::unique_ptr<Tokenizer>(
        new SentencePieceTokenizer(std::move(*model), std::move(library)));
}

SentencePieceTokenizer::SentencePieceTokenizer(SentencePieceModel model,
                                               std::unique_ptr<Library> library)
    : pieces_(std::move(model.pieces)), adds_dummy_prefix_(model.adds_dummy_prefix),
      removes_extra_spaces_(model.removes_extra_spaces), separates_words_(model.separates_words),
      library_(std::move(library)) {
    byte_ids_.fill(-1);
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        SentencePiece& piece = pieces_[i];
        const auto id = static_cast<TokenId>(i);
        switch (piece.kind) {
        case PieceKind::control:
            // Of pieces spelled alike the first counts; the library takes no such file anyway.
            (void)controls_.add(piece.text, id);
            break;
        case PieceKind::byte:
            if (const auto byte = byte_of(piece.text)) {
                byte_ids_[*byte] = id;
                piece.text.assign(1, static_cast<char>(*byte));
            }
            break;
        case PieceKind::unknown:
            unknown_id_ = id;
            piece.text = kUnknownText;
            break;
        case PieceKind::normal:
        case PieceKind::user_defined:
        case PieceKind::unused:
            piece.text = with_spaces(piece.text);
            break;
        }
    }
    has_all_bytes_ = !std::ranges::contains(byte_ids_, -1);
}

std::vector<TokenId> SentencePieceTokenizer::encode(std::string_view text,
                                                    SpecialText special) const {
    std::vector<TokenId> ids;
    if (special == SpecialText::parse) {
        for_each_part(
            controls_, text, [&](std::string_view part) { encode_text(part, ids); },
            [&](TokenId id) { ids.push_back(id); });
    } else if (!text.empty()) {
        encode_text(text, ids);
    }
    return ids;
}

void SentencePieceTokenizer::encode_text(std::string_view text, std::vector<TokenId>& ids) const {
    std::string with_prefix;
    if (adds_dummy_prefix_ && !removes_extra_spaces_) {
        with_prefix.reserve(text.size() + 1);
        with_prefix += ' ';
        with_prefix += text;
        text = with_prefix;
    }
    if (!has_all_bytes_) {
        encode_part(text, ids); // the library makes broken bytes the unknown token
        return;
    }
    while (!text.empty()) {
        const std::size_t valid = valid_utf8_prefix(text);
        if (valid > 0) {
            encode_valid(text.substr(0, valid), ids);
            text.remove_prefix(valid);
            continue;
        }
        ids.push_back(byte_ids_[static_cast<unsigned char>(text.front())]);
        text.remove_prefix(1);
    }
}

void SentencePieceTokenizer::encode_valid(std::string_view text, std::vector<TokenId>& ids) const {
    // The library needs some hundred bytes of memory for each byte of a text: a book at once would
    // take gigabytes.
    constexpr std::size_t kEnough = 16384;
    while (separates_words_ && text.size() > kEnough) {
        std::size_t cut = text.find(' ', kEnough);
        while (cut != std::string_view::npos &&
               (text[cut - 1] == ' ' || static_cast<unsigned char>(text[cut - 1]) >= 0x80)) {
            cut = text.find(' ', cut + 1);
        }
        if (cut == std::string_view::npos) {
            break;
        }
        encode_part(text.substr(0, cut), ids);
        text.remove_prefix(cut);
    }
    encode_part(text, ids);
}

void SentencePieceTokenizer::encode_part(std::string_view part, std::vector<TokenId>& ids) const {
    std::vector<int> encoded;
    if (!library_->processor.Encode(part, &encoded).ok()) {
        encoded.assign(1, unknown_id_);
    }
    // The library gives a control token for a text only in a malicious file, where one has the
    // spelling of a single character.
    std::ranges::replace_if(encoded, [this](int id) { return is_control(id); }, unknown_id_);
    ids.insert(ids.end(), encoded.begin(), encoded.end());
}

std::string SentencePieceTokenizer::decode(std::span<const TokenId> ids,
                                           SpecialText special) const {
    std::string text;
    bool is_first = drops_leading_space();
    for (const TokenId id : ids) {
        if (is_control(id)) {
            if (special == SpecialText::parse) {
                text += pieces_[static_cast<std::size_t>(id)].text;
            }
            continue;
        }
        const std::string bytes = token_bytes(id);
        text += std::string_view(bytes).substr(is_first && bytes.starts_with(' ') ? 1 : 0);
        is_first = is_first && bytes.empty();
    }
    return text;
}

std::string SentencePieceTokenizer::token_bytes(TokenId id) const {
    if (id < 0 || id >= vocabulary_size() || is_control(id)) {
        return {};
    }
    return pieces_[static_cast<std::size_t>(id)].text;
}

std::optional<TokenId> SentencePieceTokenizer::control_token(std::string_view spelling) const {
    return controls_.find(spelling);
}

std::optional<TokenId> SentencePieceTokenizer::bos() const {
    for (const std::string_view spelling : {"<|begin_of_text|>", "<bos>", "<s>"}) {
        if (const auto id = controls_.find(spelling)) {
            return id;
        }
    }
    return std::nullopt;
}

TokenId SentencePieceTokenizer::vocabulary_size() const {
    return static_cast<TokenId>(pieces_.size());
}

bool SentencePieceTokenizer::is_control(TokenId id) const {
    return id >= 0 && id < vocabulary_size() &&
           pieces_[static_cast<std::size_t>(id)].kind == PieceKind::control;
}

} // namespace sotto::inference
