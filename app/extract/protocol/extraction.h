#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

/// The largest file, and the most text of one. Unit: bytes.
inline constexpr std::size_t kLargestFile = std::size_t{256} << 20U;
inline constexpr std::size_t kLargestText = std::size_t{64} << 20U;
/// The most marks of a document, and the longest title or label. Unit of the length: bytes.
inline constexpr std::size_t kMaxMarks = 100'000;
inline constexpr std::size_t kLongestLabel = 200;
/// The most sentences about a document; each is as long as a label at most.
inline constexpr std::size_t kMaxNotes = 100;

/// The text of a file in reading order.
struct ExtractedText {
    std::string title; ///< UTF-8, one line; empty when the file has none
    std::string text;  ///< UTF-8 with line feeds
    std::vector<DocumentMark> marks;
    /// What its user should know, a sentence each: "Hidden text was left out."
    std::vector<std::string> notes = {}; // NOLINT(readability-redundant-member-init)
};

/// Why a file gives no text.
enum class RefusalKind : std::uint8_t {
    locked,      ///< protected by a password or DRM
    scanned,     ///< scanned pages
    damaged,     ///< incomplete, or not in the format it claims
    unsupported, ///< another file type
    too_large,   ///< beyond one of the limits
    forbidden,   ///< malicious: a decompression bomb, a path outside the archive, an entity
    empty,       ///< no text in it
    picture,     ///< a picture whose text can be recognized
    old_text,    ///< a DOC, XLS or PPT file, which an installed program can read
    old_workbook,
    old_slides,
};
inline constexpr auto kLastRefusalKind = RefusalKind::old_slides;

/// Why a file gives no text. The sentence continues after the file's name: "is protected by …".
struct Refusal {
    RefusalKind kind = RefusalKind::damaged;
    std::string sentence;
};

using Extraction = std::expected<ExtractedText, Refusal>;

/// Shorthand for an unexpected Refusal.
[[nodiscard]] inline std::unexpected<Refusal> refuse(RefusalKind kind, std::string sentence) {
    return std::unexpected<Refusal>(Refusal{kind, std::move(sentence)});
}

} // namespace sotto::extract
