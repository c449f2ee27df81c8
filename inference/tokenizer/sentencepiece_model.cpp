#include "inference/tokenizer/sentencepiece_model.h"

#include "core/text/utf8.h"
#include "inference/tokenizer/special_tokens.h"
#include "inference/tokenizer/token_table.h"
#include "inference/tokenizer/varint.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxPieceBytes = 4096;
// Limit for what one character may be rewritten to; published maps need a few dozen bytes. Each
// character of a text can grow to this.
constexpr std::size_t kMaxReplacementBytes = 256;
constexpr std::string_view kDamaged = "the SentencePiece model is damaged";

/// One field of a protocol buffer message. For fixed-size fields `number` holds the bits.
struct Field {
    std::uint32_t tag = 0;
    std::uint32_t wire = 0;
    std::uint64_t number = 0;
    std::string_view bytes; // of a length-delimited field
    std::string_view whole; // the encoded field
};

constexpr std::uint32_t kVarint = 0;
constexpr std::uint32_t kFixed64 = 1;
constexpr std::uint32_t kBytes = 2;
constexpr std::uint32_t kFixed32 = 5;

/// Iterates over the fields of a message.
class Fields {
public:
    explicit Fields(std::string_view message) : rest_(message) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    /// The next field; nothing when the message is damaged.
    std::optional<Field> next() {
        const std::string_view start = rest_;
        const auto key = varint();
        if (!key || *key > 0xFFFF'FFFFU || (*key >> 3U) == 0) {
            return std::nullopt;
        }
        Field field{static_cast<std::uint32_t>(*key >> 3U),
                    static_cast<std::uint32_t>(*key & 7U),
                    0,
                    {},
                    {}};
        if (!value(field)) {
            return std::nullopt;
        }
        field.whole = start.substr(0, start.size() - rest_.size());
        return field;
    }

private:
    bool value(Field& field) {
        if (field.wire == kFixed64 || field.wire == kFixed32) {
            const std::size_t size = field.wire == kFixed64 ? 8 : 4;
            if (rest_.size() < size) {
                return false;
            }
            std::memcpy(&field.number, rest_.data(), size);
            rest_.remove_prefix(size);
            return true;
        }
        const auto number = varint();
        if (!number || (field.wire != kVarint && field.wire != kBytes)) {
            return false;
        }
        field.number = *number;
        if (field.wire == kBytes) {
            if (*number > rest_.size()) {
                return false;
            }
            field.bytes = rest_.substr(0, static_cast<std::size_t>(*number));
            rest_.remove_prefix(field.bytes.size());
        }
        return true;
    }

    std::optional<std::uint64_t> varint() {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) {
                return number;
            }
        }
        return std::nullopt;
    }

    std::string_view rest_;
};

bool is_sound_text(std::string_view text) {
    return !text.empty() && text.size() <= kMaxPieceBytes && !text.contains('\0') &&
           valid_utf8_prefix(text) == text.size();
}

/// Whether a piece has a space after something else.
bool reaches_over_words(std::string_view piece) {
    constexpr std::string_view kSpaceMark = "\xE2\x96\x81"; // U+2581
    while (piece.starts_with(kSpaceMark)) {
        piece.remove_prefix(kSpaceMark.size());
    }
    return piece.contains(kSpaceMark) || piece.contains(' ');
}

/// Parses one piece and appends it to the file for the library.
bool read_piece(std::string_view message, SentencePieceModel& model) {
    SentencePiece piece;
    std::string sound;
    Fields fields(message);
    while (!fields.at_end()) {
        const auto field = fields.next();
        if (!field) {
            return false;
        }
        if (field->tag == 1 && field->wire == kBytes) {
            piece.text = field->bytes;
        } else if (field->tag == 2 && field->wire == kFixed32) {
            if (!std::isfinite(std::bit_cast<float>(static_cast<std::uint32_t>(field->number)))) {
                return false;
            }
            sound += field->whole;
        } else if (field->tag == 3 && field->wire == kVarint) {
            if (field->number < 1 || field->number > 6) {
                return false;
            }
            piece.kind = static_cast<PieceKind>(field->number);
        }
    }
    if (!is_sound_text(piece.text) || model.pieces.size() >= TokenTable::kMaxTokens) {
        return false;
    }
    if (piece.kind == PieceKind::user_defined &&
        (is_control_spelling(piece.text) || is_mark_spelling(piece.text))) {
        piece.kind = PieceKind::control;
    }
    model.separates_words = model.separates_words && !reaches_over_words(piece.text);
    sound += '\x0A';
    append_varint(sound, piece.text.size());
    sound += piece.text;
    sound += '\x18';
    append_varint(sound, static_cast<std::uint64_t>(piece.kind));
    model.library_file += '\x0A';
    append_varint(model.library_file, sound.size());
    model.library_file += sound;
    model.pieces.push_back(std::move(piece));
    return true;
}

/// Whether every step through a character map stays inside it, and what it writes is short. The map
/// is a double-array trie followed by the strings that its leaves point to; the library does not
/// check it. Source: Aoe 1989 (double arrays); the Darts-clone unit layout.
bool is_sound_character_map(std::string_view map) {
    if (map.empty()) {
        return true;
    }
    std::uint32_t trie_bytes = 0;
    if (map.size() < sizeof trie_bytes) {
        return false;
    }
    std::memcpy(&trie_bytes, map.data(), sizeof trie_bytes);
    map.remove_prefix(sizeof trie_bytes);
    if (trie_bytes == 0 || trie_bytes % 4 != 0 || trie_bytes >= map.size() || map.back() != '\0') {
        return false;
    }
    const std::size_t count = trie_bytes / 4;
    const std::string_view strings = map.substr(trie_bytes);
    const auto is_replacement = [strings](std::size_t begin) {
        return begin < strings.size() &&
               strings.substr(begin, kMaxReplacementBytes + 1).contains('\0');
    };
    const auto unit_at = [map](std::size_t index) {
        std::uint32_t unit = 0;
        std::memcpy(&unit, map.data() + index * sizeof unit, sizeof unit);
        return unit;
    };
    constexpr std::uint32_t kIsValue = 1U << 31U;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t unit = unit_at(i);
        if ((unit & kIsValue) != 0) {
            continue;
        }
        const std::size_t next = i ^ ((unit >> 10U) << ((unit & 0x200U) >> 6U));
        if ((next | 0xFFU) >= count) {
            return false;
        }
        const bool has_leaf = (unit & 0x100U) != 0;
        if (has_leaf && !is_replacement(unit_at(next) & ~kIsValue)) {
            return false;
        }
    }
    return true;
}

bool read_normalizer(std::string_view message, SentencePieceModel& model) {
    Fields fields(message);
    while (!fields.at_end()) {
        const auto field = fields.next();
        if (!field || (field->tag == 2 && !is_sound_character_map(field->bytes))) {
            return false;
        }
        model.separates_words = model.separates_words && (field->tag != 2 || field->bytes.empty());
        if (field->tag == 3 && field->wire == kVarint) {
            model.adds_dummy_prefix = field->number != 0;
        } else if (field->tag == 4 && field->wire == kVarint) {
            model.removes_extra_spaces = field->number != 0;
        }
    }
    return true;
}

/// Parses the trainer settings; returns whether they are supported.
bool read_trainer(std::string_view message, SentencePieceModel& model) {
    constexpr std::uint32_t kModelType = 3;
    constexpr std::uint32_t kSpaceAsSuffix = 24;
    constexpr std::uint64_t kBytePair = 2;
    Fields fields(message);
    bool is_byte_pair = false;
    while (!fields.at_end()) {
        const auto field = fields.next();
        if (!field || (field->tag == kSpaceAsSuffix && field->number != 0)) {
            return false;
        }
        if (field->tag == kModelType) {
            is_byte_pair = field->number == kBytePair;
        }
    }
    model.separates_words = model.separates_words && is_byte_pair;
    return true;
}

} // namespace

bool looks_like_sentencepiece(std::string_view file) {
    // A length-delimited field 1, 2 or 3 (pieces, trainer, normalizer) that fits the file.
    if (file.empty() || (file[0] != '\x0A' && file[0] != '\x12' && file[0] != '\x1A')) {
        return false;
    }
    const auto first = Fields(file).next();
    return first && !first->bytes.empty() && (first->tag != 1 || first->bytes[0] == '\x0A');
}

Result<SentencePieceModel> read_sentencepiece_model(std::string_view file) {
    SentencePieceModel model;
    bool has_trainer = false;
    model.library_file.reserve(file.size() + file.size() / 4);
    Fields fields(file);
    while (!fields.at_end()) {
        const auto field = fields.next();
        if (!field) {
            return fail(ErrorCode::corrupt_data, std::string(kDamaged) + " or truncated");
        }
        constexpr std::uint32_t kPieces = 1;
        constexpr std::uint32_t kTrainer = 2;
        constexpr std::uint32_t kNormalizer = 3;
        if (field->tag > kNormalizer) {
            continue;
        }
        if (field->wire != kBytes) {
            return fail(ErrorCode::corrupt_data, std::string(kDamaged));
        }
        if (field->tag == kPieces) {
            if (!read_piece(field->bytes, model)) {
                return fail(ErrorCode::corrupt_data, std::string(kDamaged) + ": piece " +
                                                         std::to_string(model.pieces.size()) +
                                                         " cannot be read");
            }
            continue;
        }
        has_trainer = has_trainer || field->tag == kTrainer;
        if (field->tag == kTrainer && !read_trainer(field->bytes, model)) {
            return fail(ErrorCode::unsupported,
                        "SentencePiece models that put spaces after words are not supported");
        }
        if (field->tag == kNormalizer && !read_normalizer(field->bytes, model)) {
            return fail(ErrorCode::corrupt_data,
                        std::string(kDamaged) + ": its normalizer cannot be read");
        }
        model.library_file += field->whole;
    }
    if (model.pieces.empty()) {
        return fail(ErrorCode::corrupt_data, std::string(kDamaged) + ": it has no pieces");
    }
    model.separates_words = model.separates_words && has_trainer && !model.removes_extra_spaces;
    if (model.adds_dummy_prefix && !model.removes_extra_spaces) {
        // Text is encoded in parts around broken bytes; only the first part gets the dummy prefix,
        // which is added by encode_text(). A later normalizer message overrides fields of an
        // earlier one.
        model.library_file += std::string_view("\x1A\x02\x18\x00", 4);
    }
    return model;
}

} // namespace sotto::inference
