#include "app/file_extractor.h"

#include <filesystem>

namespace sotto::app {

Result<ExtractedDocument> FileExtractor::extract(const std::string& path,
                                                 const std::stop_token& stop) {
    auto read = reader_.read(path, stop);
    if (!read) {
        Error error = std::move(read.error());
        // In a window the file stands beside the sentence; its folders would only fill it.
        if (const auto place = error.detail.find(path); place != std::string::npos) {
            error.detail.replace(
                place, path.size(),
                std::filesystem::path(path).lexically_normal().filename().string());
        }
        return std::unexpected(std::move(error));
    }
    return ExtractedDocument{std::move(read->document), describe(read->missing)};
}

} // namespace sotto::app
