#pragma once

#include "app/extract/protocol/extraction.h"
#include "core/error.h"
#include "core/ports/text_extractor.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

namespace sotto::app {

/// Has the text of pictures recognized: pages of a PDF are drawn one by one by sotto-extract, each
/// picture is read by sotto-recognize, and what that says goes through sotto-extract again, as
/// every foreign text. Nothing is kept on the disk.
class DocumentRecognizer {
public:
    /// How long one picture may take, and how long a document at most, however many pages it has.
    static constexpr std::chrono::milliseconds kPageLimit = std::chrono::seconds(120);
    static constexpr std::chrono::milliseconds kMeanPageTime = std::chrono::seconds(30);
    static constexpr std::chrono::milliseconds kTimeLimit = std::chrono::hours(1);

    /// `extract`: sotto-extract, beside which sotto-recognize lies.
    explicit DocumentRecognizer(const std::filesystem::path& extract)
        : extract_(extract), recognize_(extract.parent_path() / "sotto-recognize") {}

    /// The text of an open file, which can be read from its beginning again and was refused as
    /// `kind`. `name`: the file in sentences. Runs on: any thread, which waits.
    /// Errors: unsupported, invalid_input (no text in it), corrupt_data, io, cancelled.
    [[nodiscard]] Result<extract::ExtractedText> recognize(int file, extract::RefusalKind kind,
                                                           const std::string& name,
                                                           const PageObserver& on_page,
                                                           const std::stop_token& stop) const;

private:
    std::filesystem::path extract_;
    std::filesystem::path recognize_;
};

/// Whether Tesseract is installed, which recognizes text.
[[nodiscard]] bool can_recognize();

} // namespace sotto::app
