#pragma once

#include "app/extract/extraction.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Which walls of the sandbox this kernel does not have.
struct MissingWalls {
    bool system_calls = false; ///< no seccomp
    bool files = false;        ///< no Landlock

    [[nodiscard]] bool any() const { return system_calls || files; }
};

/// What sotto-extract answers, whole.
struct ExtractionAnswer {
    MissingWalls missing;
    Extraction extraction;
};

/// The largest answer that can be right. Unit: bytes.
inline constexpr std::size_t kLargestAnswer = kLargestText + kMostMarks * (kLongestLabel + 32);

/// The first line of every answer.
inline constexpr std::string_view kAnswerFormat = "sotto-extract 1\n";

/// An answer as bytes: a line that names the format, then frames of a letter, a length (32 bits,
/// little endian) and so many bytes: W missing walls, T title, M mark, X text, R refusal, Z end.
[[nodiscard]] std::string to_frames(const ExtractionAnswer& answer);

} // namespace sotto::extract
