#pragma once

#include "core/document.h"
#include "core/error.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>

namespace sotto {

/// The text of a file.
struct ExtractedDocument {
    DocumentText document;
    std::string caution; ///< one sentence for the user about how it was read; may be empty
};

/// Whether text in pictures may be recognized (OCR), which takes long and makes mistakes.
enum class Recognition : std::uint8_t { refused, allowed };

/// Called before a page is recognized, with its number from 1 on and the number of pages, a few
/// thousand at most. Runs on: the extractor's thread.
using PageObserver = std::function<void(std::uint32_t page, std::uint32_t pages)>;

/// Why a file gave no text.
struct ExtractionError : Error {
    ExtractionError(Error error, bool may_recognize = false) // NOLINT(google-explicit-constructor)
        : Error(std::move(error)), is_recognizable(may_recognize) {}

    bool is_recognizable; ///< it has pictures of text that Recognition::allowed would read
};

using ExtractedFile = std::expected<ExtractedDocument, ExtractionError>;

/// Port to the extraction of text from untrusted files. Runs on: a thread of its own, which waits.
class TextExtractor {
public:
    virtual ~TextExtractor() = default;

    /// Errors: not_found, io, invalid_input, unsupported, corrupt_data (the detail names the file
    /// and the reason), cancelled.
    virtual ExtractedFile extract(const std::string& path, Recognition recognition,
                                  const PageObserver& on_page, const std::stop_token& stop) = 0;
};

} // namespace sotto
