#pragma once

#include "app/documents/extractor_client.h"
#include "core/ports/text_extractor.h"

#include <utility>

namespace sotto::app {

/// Extracts the text of files for the window. Runs on: a thread of its own.
class FileExtractor final : public TextExtractor {
public:
    explicit FileExtractor(ExtractorClient client) : client_(std::move(client)) {}

    /// Errors: as ExtractorClient::extract; the sentence names the file without its folder, and
    /// says so where Tesseract is needed and not installed.
    ExtractedFile extract(const std::string& path, Recognition recognition,
                          const PageObserver& on_page, const std::stop_token& stop) override;

private:
    ExtractorClient client_;
};

} // namespace sotto::app
