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

/// What a file says, and what a person should know about how it was read.
struct ExtractedDocument {
    DocumentText document;
    std::string caution; ///< one sentence; empty when there is nothing to know
};

/// Whether a text that is there only as a picture may be recognized, which takes long and errs.
enum class Recognition : std::uint8_t { refused, allowed };

/// Told before each page of a file that is recognized: its number, which begins at 1, and how many
/// there are, a few thousand at most. Runs on: the thread that waits for the file.
using PageObserver = std::function<void(std::uint32_t page, std::uint32_t pages)>;

/// Why a file gave no text.
struct ExtractionError : Error {
    // Whoever fails for any other reason need not say so.
    ExtractionError(Error error, bool may_recognize = false) // NOLINT(google-explicit-constructor)
        : Error(std::move(error)), is_recognizable(may_recognize) {}

    bool is_recognizable; ///< it holds pictures of a text, which Recognition::allowed would read
};

using ExtractedFile = std::expected<ExtractedDocument, ExtractionError>;

/// Port to the reader of foreign files. Runs on: a thread of its own, which waits.
class TextExtractor {
public:
    virtual ~TextExtractor() = default;

    /// Errors: not_found, io, invalid_input, unsupported, corrupt_data (the sentence names the file
    /// and the reason), cancelled.
    virtual ExtractedFile extract(const std::string& path, Recognition recognition,
                                  const PageObserver& on_page, const std::stop_token& stop) = 0;
};

} // namespace sotto
