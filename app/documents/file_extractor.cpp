#include "app/documents/file_extractor.h"

#include <filesystem>

namespace sotto::app {

ExtractedFile FileExtractor::extract(const std::string& path, Recognition recognition,
                                     const PageObserver& on_page, const std::stop_token& stop) {
    auto extracted = client_.extract(path, stop, {.recognition = recognition, .on_page = on_page});
    if (!extracted) {
        ExtractionError error = std::move(extracted.error());
        // The window shows the file beside the sentence, so its folders are not needed.
        if (const auto place = error.detail.find(path); place != std::string::npos) {
            error.detail.replace(
                place, path.size(),
                std::filesystem::path(path).lexically_normal().filename().string());
        }
        if (error.is_recognizable && !can_recognize()) {
            error.detail += "; install tesseract-ocr to recognize its text";
            error.is_recognizable = false;
        }
        return std::unexpected(std::move(error));
    }
    return ExtractedDocument{std::move(extracted->document), describe(extracted->missing)};
}

} // namespace sotto::app
