#pragma once

#include "app/extract/protocol/extraction.h"
#include "core/error.h"
#include "core/ports/text_extractor.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

namespace sotto::app {

/// Recognizes the text of pictures (OCR). sotto-extract renders the pages of a PDF one by one,
/// sotto-recognize turns each picture into text, and that text goes through sotto-extract like any
/// foreign text. Nothing is written to disk.
class DocumentRecognizer {
public:
    /// The time limits of one picture and of a whole document.
    static constexpr std::chrono::milliseconds kPageLimit = std::chrono::seconds(120);
    static constexpr std::chrono::milliseconds kMeanPageTime = std::chrono::seconds(30);
    static constexpr std::chrono::milliseconds kTimeLimit = std::chrono::hours(1);

    /// `extract`: the path of sotto-extract; sotto-recognize is in the same folder.
    explicit DocumentRecognizer(const std::filesystem::path& extract)
        : extract_(extract), recognize_(extract.parent_path() / "sotto-recognize") {}

    /// The text of an open, seekable file that was refused as `kind`. `name`: the file's name in
    /// error messages. Runs on: any thread, which waits.
    /// Errors: unsupported, invalid_input (no text in it), corrupt_data, io, cancelled.
    [[nodiscard]] Result<extract::ExtractedText> recognize(int file, extract::RefusalKind kind,
                                                           const std::string& name,
                                                           const PageObserver& on_page,
                                                           const std::stop_token& stop) const;

private:
    std::filesystem::path extract_;
    std::filesystem::path recognize_;
};

/// Whether Tesseract is installed.
[[nodiscard]] bool can_recognize();

} // namespace sotto::app
