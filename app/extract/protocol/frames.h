#pragma once

#include "app/extract/protocol/extraction.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Which protections of the sandbox this kernel does not have.
struct MissingProtections {
    bool system_calls = false; ///< no seccomp
    bool files = false;        ///< no Landlock

    [[nodiscard]] bool any() const { return system_calls || files; }
};

/// The answer of sotto-extract.
struct ExtractionAnswer {
    MissingProtections missing;
    Extraction extraction;
};

/// The largest valid answer. Unit: bytes.
inline constexpr std::size_t kLargestAnswer =
    kLargestText + (kMaxMarks + kMaxNotes) * (kLongestLabel + 32);

/// A page of a PDF as a picture.
struct PagePicture {
    std::uint32_t pages = 0; ///< of the document
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::string pixels; ///< rows from the top, one byte per pixel: 0 black, 255 white
};

/// The highest resolution of a page. Unit: dots per inch.
inline constexpr double kResolution = 300;
/// The largest picture of a page: A3 at kResolution and a little more. Unit: pixels.
inline constexpr std::size_t kMaxPixels = 20'000'000;
inline constexpr std::uint32_t kLongestEdge = 16'000;
/// The most pages of a document whose text is recognized.
inline constexpr std::uint32_t kMaxPages = 2'000;

using PageRendering = std::expected<PagePicture, Refusal>;

/// The answer of sotto-extract to --page.
struct PageAnswer {
    MissingProtections missing;
    PageRendering page;
};

/// The first line of every answer.
inline constexpr std::string_view kAnswerFormat = "sotto-extract 1\n";

/// Serializes an answer: a line that names the format, then frames of a letter, a length (32 bits,
/// little endian) and that many bytes. W missing protections, T title, M mark, N note, X text, R
/// refusal, Z end.
[[nodiscard]] std::string to_frames(const ExtractionAnswer& answer);

/// The same for a page: P pages, width and height (32 bits each) and pixels, instead of T, M, N and
/// X.
[[nodiscard]] std::string page_to_frames(const PageAnswer& answer);

} // namespace sotto::extract
