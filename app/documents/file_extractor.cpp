#include "app/documents/file_extractor.h"

#include <filesystem>

namespace sotto::app {

ExtractedFile FileExtractor::extract(const std::string& path, Recognition recognition,
                                     const PageObserver& on_page, const std::stop_token& stop) {
    auto read = reader_.read(path, stop, {.recognition = recognition, .on_page = on_page});
    if (!read) {
        ExtractionError error = std::move(read.error());
        // In a window the file stands beside the sentence; its folders would only fill it.
        if (const auto place = error.detail.find(path); place != std::string::npos) {
            error.detail.replace(
                place, path.size(),
                std::filesystem::path(path).lexically_normal().filename().string());
        }
        if (error.is_recognizable && !can_recognize()) {
            error.detail += "; its text can be recognized where tesseract-ocr is installed";
            error.is_recognizable = false;
        }
        return std::unexpected(std::move(error));
    }
    return ExtractedDocument{std::move(read->document), describe(read->missing)};
}

} // namespace sotto::app
