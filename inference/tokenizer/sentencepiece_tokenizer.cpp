#include "inference/tokenizer/sentencepiece_tokenizer.h"

#include "core/text/utf8.h"
#include "inference/tokenizer/space_mark.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <array>
#include <exception>
#include <mutex>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kUnknownText = " \xE2\x81\x87 "; // U+2047, as in the library

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
    // Disables logging; errors are reported by this program.
    std::call_once(silenced, [] { sentencepiece::SetMinLogLevel(100); });
    auto library = std::make_unique<Library>();
    bool is_loaded = false;
    try {
        is_loaded = library->processor.LoadFromSerializedProto(model->library_file).ok();
    } catch (const std::exception&) {
        is_loaded = false; // the trie builder throws on some invalid input
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
            // The first of duplicate pieces counts; the library refuses such a file anyway.
            (void)controls_.add(piece.text, id);
            break;
        case PieceKind::byte:
            if (const auto byte = byte_of_token(piece.text)) {
                byte_ids_[static_cast<unsigned char>(*byte)] = id;
                piece.text.assign(1, *byte);
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

/// Encodes one text without control tokens.
class SentencePieceTokenizer::Run {
public:
    /// `begin`: of `text` in the whole text, of which it is a part.
    Run(const SentencePieceTokenizer& tokenizer, std::string_view text, std::size_t begin,
        EncodingBuilder& encoding)
        : tokenizer_(tokenizer), text_(text), begin_(begin), encoding_(encoding) {}

    void run() {
        const bool is_beginning = encoding_.options().begin == 0;
        if (is_beginning && tokenizer_.adds_dummy_prefix_ && !tokenizer_.removes_extra_spaces_) {
            with_prefix_.reserve(text_.size() + 1);
            with_prefix_ += ' ';
            with_prefix_ += text_;
            text_ = with_prefix_;
        }
        std::string_view left = text_;
        if (!tokenizer_.has_all_bytes_) {
            encode_part(left); // the library maps broken bytes to the unknown token
            return;
        }
        while (!left.empty() && !encoding_.is_stopped()) {
            const std::size_t valid = valid_utf8_prefix(left);
            if (valid > 0) {
                encode_valid(left.substr(0, valid));
                left.remove_prefix(valid);
                continue;
            }
            encoding_.add(tokenizer_.byte_ids_[static_cast<unsigned char>(left.front())],
                          offset_of(left));
            left.remove_prefix(1);
        }
    }

private:
    // Of a part in the whole text, in which the dummy prefix takes no room.
    [[nodiscard]] std::size_t offset_of(std::string_view part) const {
        const auto at = static_cast<std::size_t>(part.data() - text_.data());
        return begin_ + (with_prefix_.empty() ? at : std::max<std::size_t>(at, 1) - 1);
    }

    // Valid UTF-8; long texts are cut where that does not change the result.
    void encode_valid(std::string_view text) {
        // The library needs some hundred bytes of memory per byte of text: gigabytes for a whole
        // book.
        constexpr std::size_t kMaxLibraryBytes = 16384;
        while (tokenizer_.separates_words_ && text.size() > kMaxLibraryBytes &&
               !encoding_.is_stopped()) {
            std::size_t cut = text.find(' ', kMaxLibraryBytes);
            while (cut != std::string_view::npos &&
                   (text[cut - 1] == ' ' || static_cast<unsigned char>(text[cut - 1]) >= 0x80)) {
                cut = text.find(' ', cut + 1);
            }
            if (cut == std::string_view::npos) {
                break;
            }
            encode_part(text.substr(0, cut));
            text.remove_prefix(cut);
            encoding_.add_cut(offset_of(text));
        }
        encode_part(text);
    }

    void encode_part(std::string_view part) {
        if (encoding_.is_stopped()) {
            return;
        }
        const std::size_t begin = offset_of(part);
        const auto& processor = tokenizer_.library_->processor;
        if (encoding_.counts_between(begin, begin + part.size())) {
            sentencepiece::ImmutableSentencePieceText pieces;
            if (processor.Encode(part, pieces.mutable_proto()).ok()) {
                for (std::size_t i = 0; i < pieces.pieces_size(); ++i) {
                    const auto piece = pieces.pieces(static_cast<int>(i));
                    add(static_cast<TokenId>(piece.id()), offset_of(part.substr(piece.begin())));
                }
                return;
            }
        }
        std::vector<int> ids;
        if (!processor.Encode(part, &ids).ok()) {
            ids.assign(1, tokenizer_.unknown_id_);
        }
        for (const int id : ids) {
            add(id, begin);
        }
    }

    // The library returns a control token for text only if a malicious file spells one as a single
    // character.
    void add(TokenId id, std::size_t begin) {
        encoding_.add(tokenizer_.is_control(id) ? tokenizer_.unknown_id_ : id, begin);
    }

    const SentencePieceTokenizer& tokenizer_;
    std::string_view text_;
    std::size_t begin_;
    EncodingBuilder& encoding_;
    std::string with_prefix_; // the text after the dummy prefix; empty if it gets none
};

Result<Encoding> SentencePieceTokenizer::encode(std::string_view text,
                                                const EncodeOptions& options) const {
    EncodingBuilder encoding(options);
    const auto add_text = [&](std::string_view part) {
        Run(*this, part, static_cast<std::size_t>(part.data() - text.data()), encoding).run();
        return !encoding.is_stopped();
    };
    bool is_whole = true;
    if (options.special == SpecialText::parse) {
        is_whole = for_each_part(
            std::array{&controls_}, text, add_text, [&](TokenId id, std::string_view mark) {
                encoding.add(id, static_cast<std::size_t>(mark.data() - text.data()));
            });
    } else if (options.begin < text.size()) {
        is_whole = add_text(text.substr(options.begin));
    }
    if (!is_whole) {
        return fail(ErrorCode::cancelled, "stopped");
    }
    return std::move(encoding).finish();
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
