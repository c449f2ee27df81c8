#pragma once

#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// What a piece of a SentencePiece vocabulary is; the values are the file format's.
enum class PieceKind {
    normal = 1,
    unknown = 2,
    control = 3,
    user_defined = 4,
    unused = 5,
    byte = 6
};

struct SentencePiece {
    std::string text; ///< UTF-8, without NUL
    PieceKind kind = PieceKind::normal;
};

/// A SentencePiece model file, checked so that the library can be given it without fear: the
/// library trusts sizes, offsets and strings that a damaged or malicious file may hold.
struct SentencePieceModel {
    std::vector<SentencePiece> pieces;
    bool adds_dummy_prefix = true;
    bool removes_extra_spaces = true;
    /// Whether a text may be cut before a space that follows something else, and its parts encoded
    /// one by one: no piece reaches over such a place, and nothing is rewritten before pieces are
    /// made.
    bool separates_words = true;
    /// What the library is given: pieces, trainer and normalizer of the file and nothing else.
    /// Pieces that steer a model are control pieces here, whatever the file calls them, so that no
    /// text becomes one.
    std::string library_file;
};

/// Whether a file's bytes begin as a SentencePiece model does.
[[nodiscard]] bool looks_like_sentencepiece(std::string_view file);

/// Source: sentencepiece_model.proto; the protocol buffers encoding. Errors: corrupt_data,
/// unsupported.
[[nodiscard]] Result<SentencePieceModel> read_sentencepiece_model(std::string_view file);

} // namespace sotto::inference
