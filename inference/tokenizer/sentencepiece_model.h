#pragma once

#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The type of a piece; the values are the file format's.
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

/// A SentencePiece model file, validated before it reaches the library, which trusts sizes, offsets
/// and strings of a possibly malicious file.
struct SentencePieceModel {
    std::vector<SentencePiece> pieces;
    bool adds_dummy_prefix = true;
    bool removes_extra_spaces = true;
    /// Whether a text may be cut before a space that follows something else, and its parts encoded
    /// separately: no piece spans such a place, and the normalizer rewrites nothing.
    bool separates_words = true;
    /// The file for the library: pieces, trainer and normalizer and nothing else. Pieces that look
    /// like control tokens are control pieces here, whatever the file calls them, so that no text
    /// becomes one.
    std::string library_file;
};

/// Whether bytes begin like a SentencePiece model.
[[nodiscard]] bool looks_like_sentencepiece(std::string_view file);

/// Source: sentencepiece_model.proto; the protocol buffers encoding. Errors: corrupt_data,
/// unsupported.
[[nodiscard]] Result<SentencePieceModel> read_sentencepiece_model(std::string_view file);

} // namespace sotto::inference
