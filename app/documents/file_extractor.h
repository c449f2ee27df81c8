#pragma once

#include "app/documents/extractor_client.h"
#include "core/ports/text_extractor.h"

#include <utility>

namespace sotto::app {

/// Reads files for the window, each in a process of its own. Runs on: a thread of its own.
class FileExtractor final : public TextExtractor {
public:
    explicit FileExtractor(ExtractorClient reader) : reader_(std::move(reader)) {}

    /// Errors: as ExtractorClient::read; the sentence names the file without its folder, and says
    /// what is missing where its text could be recognized.
    ExtractedFile extract(const std::string& path, Recognition recognition,
                          const PageObserver& on_page, const std::stop_token& stop) override;

private:
    ExtractorClient reader_;
};

} // namespace sotto::app
