#include "inference/import/model_origin.h"

#include "inference/files/input_file.h"
#include "inference/files/sha256.h"
#include "inference/formats/gguf_header.h"
#include "inference/import/published_models.h"

#include <algorithm>
#include <cstddef>
#include <system_error>
#include <utility>

namespace sotto::inference {

namespace fs = std::filesystem;

namespace {

bool looks_like_gguf(const fs::path& path) {
    const auto file = InputFile::open(path);
    return file && (path.extension() == ".gguf" || begins_like_gguf(*file));
}

} // namespace

OriginFinder::OriginFinder(const fs::path& path, const fs::path& catalog,
                           const std::stop_token& stop,
                           const ModelCatalog::ImportProgress& progress)
    : path_(path), stop_(stop), progress_(progress), is_gguf_(looks_like_gguf(path)) {
    std::error_code error;
    if (!is_gguf_ || !fs::is_regular_file(path_, error)) {
        is_gguf_ = false;
        return;
    }
    bytes_ = static_cast<std::int64_t>(fs::file_size(path_, error));
    const auto models =
        catalog.empty() ? Result<std::vector<PublishedModel>>() : read_published_models(catalog);
    for (const PublishedModel& model : models.value_or(std::vector<PublishedModel>())) {
        if (model.file && model.file->bytes == bytes_) {
            candidates_.push_back(model);
        }
    }
}

Status OriginFinder::compute_hash() {
    std::int64_t done = 0;
    const auto hash = sha256_of_file(path_, stop_, [&](std::size_t bytes) {
        done += static_cast<std::int64_t>(bytes);
        if (progress_) {
            progress_("Computing the checksum of the file", done, bytes_);
        }
    });
    return hash.transform([&](const std::string& text) { sha256_ = text; });
}

Status OriginFinder::recognize() {
    if (candidates_.empty()) {
        return {};
    }
    return compute_hash().transform([&] {
        const auto found = std::ranges::find_if(candidates_, [&](const PublishedModel& model) {
            return model.file->sha256 == sha256_;
        });
        if (found != candidates_.end()) {
            published_ = *found;
        }
    });
}

Status OriginFinder::complete(Manifest& manifest) {
    if (!is_gguf_) {
        return {};
    }
    if (sha256_.empty()) {
        if (auto computed = compute_hash(); !computed) {
            return computed;
        }
    }
    manifest.origin = {.file = path_.filename().string(),
                       .sha256 = sha256_,
                       .title = published_ ? published_->title : "",
                       .publisher = published_ ? published_->publisher : "",
                       .page = published_ ? published_->page : ""};
    if (published_) {
        manifest.licence = published_->licence;
    }
    return {};
}

} // namespace sotto::inference
