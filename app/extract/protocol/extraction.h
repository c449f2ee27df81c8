#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

/// The largest file that is read, and the most text that is taken from one. Unit: bytes.
inline constexpr std::size_t kLargestFile = std::size_t{256} << 20U;
inline constexpr std::size_t kLargestText = std::size_t{64} << 20U;
/// The most marks of one document, and the most bytes of a title or of a mark's label.
inline constexpr std::size_t kMaxMarks = 100'000;
inline constexpr std::size_t kLongestLabel = 200;

/// What a file says, in reading order.
struct ExtractedText {
    std::string title; ///< UTF-8, one line; empty when the file names itself nowhere
    std::string text;  ///< UTF-8, lines ended by line feeds
    std::vector<DocumentMark> marks;
};

/// Why there is no text.
enum class RefusalKind : std::uint8_t {
    locked,      ///< protected by a password or a shop's lock
    scanned,     ///< pictures of pages
    damaged,     ///< not whole, or not what it says it is
    unsupported, ///< another kind of file
    too_large,   ///< beyond one of the limits
    forbidden,   ///< made to hurt whoever opens it: a bomb, a path, an entity
    empty,       ///< nothing in it
    picture,     ///< a picture of a kind whose text can be recognized
};
inline constexpr auto kLastRefusalKind = RefusalKind::picture;

/// A file that gives no text. The sentence goes on after the file's name: "is protected by …".
struct Refusal {
    RefusalKind kind = RefusalKind::damaged;
    std::string sentence;
};

using Extraction = std::expected<ExtractedText, Refusal>;

/// Shorthand for the failing side.
[[nodiscard]] inline std::unexpected<Refusal> refuse(RefusalKind kind, std::string sentence) {
    return std::unexpected<Refusal>(Refusal{kind, std::move(sentence)});
}

} // namespace sotto::extract
