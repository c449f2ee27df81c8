#include "inference/checkpoint/gguf_tokenizer.h"

#include "inference/files/json.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/gguf_array.h"
#include "inference/formats/gguf_metadata.h"
#include "inference/tokenizer/sentencepiece_model.h"
#include "inference/tokenizer/token_table.h"
#include "inference/tokenizer/varint.h"
#include "inference/tokenizer_files/pre_tokenizer.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <format>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxVocabularyTokens = TokenTable::kMaxTokens;
constexpr std::size_t kMaxMerges = std::size_t{1} << 20U;

constexpr std::string_view kModel = "tokenizer.ggml.model";
constexpr std::string_view kSplit = "tokenizer.ggml.pre";
constexpr std::string_view kTokens = "tokenizer.ggml.tokens";
constexpr std::string_view kScores = "tokenizer.ggml.scores";
constexpr std::string_view kTypes = "tokenizer.ggml.token_type";
constexpr std::string_view kMerges = "tokenizer.ggml.merges";

std::unexpected<Error> no_tokenizer(std::string_view what) {
    return fail(ErrorCode::unsupported,
                std::format("{}; import the model's Hugging Face folder, or import it without a "
                            "tokenizer (--allow-no-tokenizer).",
                            what));
}

std::unexpected<Error> corrupt(std::string_view what) {
    return fail(ErrorCode::corrupt_data, std::format("The GGUF file's tokenizer {}.", what));
}

Result<GgufTokenizerKind> kind_by_name(const GgufMetadata& metadata) {
    const auto model = metadata.text(kModel);
    const auto split = metadata.text(kSplit).value_or("");
    if (auto status = metadata.status(); !status) {
        return std::unexpected(status.error());
    }
    if (!model) {
        return no_tokenizer("The GGUF file has no tokenizer");
    }
    if (*model == "llama") {
        return GgufTokenizerKind::sentencepiece;
    }
    if (*model != "gpt2") {
        return no_tokenizer(
            std::format("The GGUF file's tokenizer is of the kind {}, which is not supported",
                        quoted_name(*model)));
    }
    if (!metadata.has(kSplit)) {
        return no_tokenizer("The GGUF file does not say how its tokenizer splits text");
    }
    if (find_pre_tokenizer(split) == nullptr) {
        return no_tokenizer(
            std::format("The GGUF file's pre-tokenizer {} is not supported", quoted_name(split)));
    }
    return GgufTokenizerKind::byte_level;
}

/// The lists of a vocabulary; scores only for SentencePiece, merges only for byte pairs.
struct Vocabulary {
    GgufStrings tokens;
    std::vector<std::int32_t> types;
    std::vector<float> scores;
    GgufStrings merges;
};

Result<Vocabulary> read_vocabulary(const GgufMetadata& metadata, const InputFile& file,
                                   GgufTokenizerKind kind) {
    Vocabulary vocabulary;
    const auto keep = [](auto& place) {
        return [&place](auto&& read) { place = std::forward<decltype(read)>(read); };
    };
    const bool is_sentencepiece = kind == GgufTokenizerKind::sentencepiece;
    const Status read =
        read_gguf_strings(file, *metadata.list(kTokens), kMaxVocabularyTokens)
            .transform(keep(vocabulary.tokens))
            .and_then([&] {
                return read_gguf_integers(file, *metadata.list(kTypes), kMaxVocabularyTokens);
            })
            .transform(keep(vocabulary.types))
            .and_then([&]() -> Status {
                return is_sentencepiece
                           ? read_gguf_floats(file, *metadata.list(kScores), kMaxVocabularyTokens)
                                 .transform(keep(vocabulary.scores))
                           : read_gguf_strings(file, *metadata.list(kMerges), kMaxMerges)
                                 .transform(keep(vocabulary.merges));
            });
    if (!read) {
        return std::unexpected(read.error());
    }
    for (const std::int32_t type : vocabulary.types) {
        if (type < static_cast<std::int32_t>(PieceKind::normal) ||
            type > static_cast<std::int32_t>(PieceKind::byte)) {
            return corrupt("has a token of an unknown type");
        }
    }
    return vocabulary;
}

void append_number_field(std::string& out, std::uint64_t tag, std::uint64_t number) {
    append_varint(out, tag << 3U);
    append_varint(out, number);
}

void append_bytes_field(std::string& out, std::uint64_t tag, std::string_view bytes) {
    append_varint(out, tag << 3U | 2U);
    append_varint(out, bytes.size());
    out += bytes;
}

/// The id of the unknown piece: the one that the metadata names, else the first of that type.
std::optional<std::size_t> unknown_piece(const GgufMetadata& metadata,
                                         const std::vector<std::int32_t>& types) {
    if (const auto id = metadata.count("tokenizer.ggml.unknown_token_id");
        id && *id < types.size()) {
        return static_cast<std::size_t>(*id);
    }
    const auto at = std::ranges::find(types, static_cast<std::int32_t>(PieceKind::unknown));
    return at == types.end() ? std::nullopt
                             : std::optional(static_cast<std::size_t>(at - types.begin()));
}

/// The text of a piece as SentencePiece stores it. The usual converter writes spaces in the text of
/// user-defined pieces, such as Gemma's runs of spaces.
std::string piece_text(std::string_view token, PieceKind kind) {
    constexpr std::string_view kSpace = "\u2581";
    std::string text;
    for (const char character : token) {
        if (character == ' ' && kind == PieceKind::user_defined) {
            text += kSpace;
        } else {
            text += character;
        }
    }
    return text;
}

/// Appends the pieces. A model has one unknown piece; others of that type are fillers.
void append_pieces(const Vocabulary& vocabulary, std::size_t unknown, std::string& model) {
    constexpr std::uint64_t kScoreKey = 2U << 3U | 5U; // field 2, four bytes
    std::string piece;
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
        auto kind = static_cast<PieceKind>(vocabulary.types[i]);
        if (i == unknown) {
            kind = PieceKind::unknown;
        } else if (kind == PieceKind::unknown) {
            kind = PieceKind::unused;
        }
        piece.clear();
        append_bytes_field(piece, 1, piece_text(vocabulary.tokens[i], kind));
        append_varint(piece, kScoreKey);
        const auto bits = std::bit_cast<std::uint32_t>(vocabulary.scores[i]);
        for (unsigned shift = 0; shift < 32; shift += 8) {
            piece += static_cast<char>(bits >> shift & 0xFFU);
        }
        append_number_field(piece, 3, static_cast<std::uint64_t>(kind));
        append_bytes_field(model, 1, piece);
    }
}

/// A SentencePiece model of the byte-pair kind. Source: sentencepiece_model.proto.
Result<std::string> sentencepiece_file(const GgufMetadata& metadata, const Vocabulary& vocabulary) {
    const auto unknown = unknown_piece(metadata, vocabulary.types);
    if (!unknown) {
        return corrupt("has no token for unknown text");
    }
    const auto n_bytes =
        std::ranges::count(vocabulary.types, static_cast<std::int32_t>(PieceKind::byte));
    if (n_bytes != 0 && n_bytes != 256) {
        return corrupt("has tokens for some bytes and not for others");
    }
    std::string model;
    append_pieces(vocabulary, *unknown, model);

    constexpr std::uint64_t kBytePair = 2;
    std::string trainer;
    append_number_field(trainer, 3, kBytePair);
    append_number_field(trainer, 4, vocabulary.tokens.size());
    append_number_field(trainer, 35, n_bytes == 256 ? 1 : 0); // byte fallback
    append_number_field(trainer, 40, *unknown);
    append_bytes_field(model, 2, trainer);

    std::string normalizer;
    append_bytes_field(normalizer, 1, "identity");
    const bool adds_space = metadata.flag("tokenizer.ggml.add_space_prefix").value_or(true);
    const bool joins_spaces =
        metadata.flag("tokenizer.ggml.remove_extra_whitespaces").value_or(false);
    append_number_field(normalizer, 3, adds_space ? 1 : 0);
    append_number_field(normalizer, 4, joins_spaces ? 1 : 0);
    append_number_field(normalizer, 5, 1); // spaces become U+2581
    append_bytes_field(model, 3, normalizer);
    return metadata.status().transform([&] { return std::move(model); });
}

/// Counts the bytes that strings grow by when they are escaped in JSON. A byte-level vocabulary has
/// few quotation marks and no control characters; a file full of them is not a tokenizer.
class EscapeAllowance {
public:
    /// Appends a string; false when strings have grown too much.
    [[nodiscard]] bool append(std::string& out, std::string_view text) {
        const std::string spelled = json_string(text);
        grown_ += std::max(spelled.size(), text.size() + 2) - (text.size() + 2);
        out += spelled;
        return grown_ <= kMax;
    }

private:
    static constexpr std::size_t kMax = 1U << 20U;
    std::size_t grown_ = 0;
};

bool is_ordinary(const Vocabulary& vocabulary, std::size_t token) {
    const auto kind = static_cast<PieceKind>(vocabulary.types[token]);
    return kind == PieceKind::normal || kind == PieceKind::byte;
}

bool append_added_tokens(const Vocabulary& vocabulary, EscapeAllowance& escapes, std::string& out) {
    const char* comma = "";
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
        if (is_ordinary(vocabulary, i)) {
            continue;
        }
        const auto kind = static_cast<PieceKind>(vocabulary.types[i]);
        out += std::format(R"({}{{"id":{},"special":{},"content":)", std::exchange(comma, ","), i,
                           kind != PieceKind::user_defined);
        if (!escapes.append(out, vocabulary.tokens[i])) {
            return false;
        }
        out += '}';
    }
    return true;
}

bool append_ordinary_tokens(const Vocabulary& vocabulary, EscapeAllowance& escapes,
                            std::string& out) {
    const char* comma = "";
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
        if (is_ordinary(vocabulary, i)) {
            out += std::exchange(comma, ",");
            if (!escapes.append(out, vocabulary.tokens[i])) {
                return false;
            }
            out += std::format(":{}", i);
        }
    }
    return true;
}

bool append_merges(const Vocabulary& vocabulary, EscapeAllowance& escapes, std::string& out) {
    const char* comma = "";
    for (std::size_t i = 0; i < vocabulary.merges.size(); ++i) {
        out += std::exchange(comma, ",");
        if (!escapes.append(out, vocabulary.merges[i])) {
            return false;
        }
    }
    return true;
}

/// A tokenizer.json whose vocabulary is the ordinary tokens; the others are added tokens.
Result<std::string> json_file(const Vocabulary& vocabulary, const PreTokenizer& pre_tokenizer) {
    EscapeAllowance escapes;
    std::string out = R"({"added_tokens":[)";
    bool is_spelled = append_added_tokens(vocabulary, escapes, out);
    out += R"(],"normalizer":)";
    out += pre_tokenizer.has_nfc ? R"({"type":"NFC"})" : "null";
    out += R"(,"pre_tokenizer":{"type":"Sequence","pretokenizers":[)";
    for (const std::string_view pattern : pre_tokenizer.patterns) {
        if (!pattern.empty()) {
            out += R"({"type":"Split","pattern":{"Regex":)" + json_string(pattern) +
                   R"(},"behavior":"Isolated","invert":false},)";
        }
    }
    out += R"({"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},)"
           R"("model":{"type":"BPE","ignore_merges":)";
    out += pre_tokenizer.ignores_merges ? "true" : "false";
    out += R"(,"vocab":{)";
    is_spelled = is_spelled && append_ordinary_tokens(vocabulary, escapes, out);
    out += R"(},"merges":[)";
    is_spelled = is_spelled && append_merges(vocabulary, escapes, out);
    out += "]}}";
    return is_spelled ? Result<std::string>(std::move(out))
                      : corrupt("is full of characters that no token has");
}

} // namespace

std::string_view file_name_of(GgufTokenizerKind kind) {
    return kind == GgufTokenizerKind::sentencepiece ? "tokenizer.model" : "tokenizer.json";
}

Result<GgufTokenizerKind> tokenizer_kind_of_gguf(const GgufHeader& header,
                                                 std::size_t vocabulary_size) {
    const GgufMetadata metadata(header);
    const auto kind = kind_by_name(metadata);
    if (!kind) {
        return kind;
    }
    const bool is_sentencepiece = *kind == GgufTokenizerKind::sentencepiece;
    struct Wanted {
        std::string_view key;
        GgufType type;
    };
    std::vector<Wanted> wanted{{kTokens, GgufType::string}, {kTypes, GgufType::i32}};
    if (is_sentencepiece) {
        wanted.push_back({kScores, GgufType::f32});
    }
    for (const Wanted& one : wanted) {
        const auto list = metadata.list(one.key);
        if (!list || list->type != one.type) {
            return corrupt(
                std::format("lacks the list {}, or it has a wrong type", quoted_name(one.key)));
        }
        if (list->count != vocabulary_size) {
            return corrupt(std::format("has {} elements in {} for a vocabulary of {}", list->count,
                                       quoted_name(one.key), vocabulary_size));
        }
    }
    const auto merges = metadata.list(kMerges);
    if (!is_sentencepiece && (!merges || merges->type != GgufType::string)) {
        return corrupt("lacks its list of merges, or it has a wrong type");
    }
    return kind;
}

Result<std::string> tokenizer_file_of_gguf(const GgufHeader& header, const InputFile& file,
                                           GgufTokenizerKind kind) {
    const GgufMetadata metadata(header);
    const auto vocabulary = read_vocabulary(metadata, file, kind);
    if (!vocabulary) {
        return std::unexpected(vocabulary.error());
    }
    return kind == GgufTokenizerKind::sentencepiece
               ? sentencepiece_file(metadata, *vocabulary)
               : json_file(*vocabulary, *find_pre_tokenizer(metadata.text(kSplit).value_or("")));
}

} // namespace sotto::inference
