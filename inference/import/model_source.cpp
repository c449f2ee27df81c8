#include "inference/import/model_source.h"

#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"
#include "inference/import/model_bundle.h"
#include "inference/model/manifest.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxEntries = 2000; // of a folder that somebody picked

bool looks_like_gguf(const fs::path& path) {
    const auto file = InputFile::open(path);
    return file && begins_like_gguf(*file);
}

std::int64_t size_of(const fs::path& file) {
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    return error ? 0 : static_cast<std::int64_t>(bytes);
}

std::string name_of(const fs::path& path) {
    return path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
}

ModelSource gguf_source(const fs::path& file, std::span<const PublishedModel> published) {
    ModelSource source{.kind = ModelSource::Kind::gguf,
                       .path = file.string(),
                       .title = name_of(file),
                       .bytes = size_of(file),
                       .present = {name_of(file)},
                       .missing = {}};
    for (const PublishedModel& model : published) {
        if (model.file && model.file->bytes == source.bytes) {
            source.title = model.title;
        }
    }
    return source;
}

ModelSource bundle_source(const fs::path& path) {
    ModelSource source{.kind = ModelSource::Kind::bundle,
                       .path = path.string(),
                       .title = name_of(path),
                       .bytes = size_of(path),
                       .present = {name_of(path)},
                       .missing = {}};
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        return source;
    }
    source.present.clear();
    const auto manifest = read_manifest(path);
    if (!manifest) {
        source.missing.emplace_back(kManifestFileName);
        return source;
    }
    source.title = manifest->name.empty() ? source.title : manifest->name;
    source.bytes = manifest->bytes();
    for (const Manifest::File& file : manifest->files) {
        const bool is_whole = size_of(path / file.name) == file.bytes;
        (is_whole ? source.present : source.missing).push_back(file.name);
    }
    return source;
}

/// What a Hugging Face folder needs: one file of each line.
ModelSource folder_source(const fs::path& folder, const std::vector<fs::path>& files) {
    ModelSource source{.kind = ModelSource::Kind::folder,
                       .path = folder.string(),
                       .title = name_of(folder),
                       .bytes = 0,
                       .present = {},
                       .missing = {}};
    const auto need = [&](std::string_view wanted, auto is_one) {
        bool found = false;
        for (const fs::path& file : files) {
            if (is_one(file)) {
                found = true;
                source.present.push_back(name_of(file));
                source.bytes += size_of(file);
            }
        }
        if (!found) {
            source.missing.emplace_back(wanted);
        }
    };
    need("config.json", [](const fs::path& file) { return file.filename() == "config.json"; });
    need("model.safetensors", [](const fs::path& file) {
        return file.extension() == ".safetensors" || file.extension() == ".pth" ||
               file.filename().string().starts_with("pytorch_model");
    });
    need("tokenizer.json", [](const fs::path& file) {
        return file.filename() == "tokenizer.json" || file.filename() == "tokenizer.model";
    });
    return source;
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator() && found.size() < kMaxEntries;
         entry.increment(error)) {
        found.push_back(entry->path());
    }
    std::ranges::sort(found);
    return found;
}

/// A model in this folder itself.
std::optional<ModelSource> source_in(const fs::path& folder,
                                     std::span<const PublishedModel> published) {
    std::error_code error;
    if (is_bundle(folder)) {
        return bundle_source(folder);
    }
    const std::vector<fs::path> files = entries_of(folder);
    if (std::ranges::any_of(
            files, [](const fs::path& file) { return file.filename() == "config.json"; })) {
        return folder_source(folder, files);
    }
    std::optional<ModelSource> best;
    for (const fs::path& file : files) {
        if (!fs::is_regular_file(file, error)) {
            continue;
        }
        std::optional<ModelSource> one;
        if (looks_like_gguf(file)) {
            one = gguf_source(file, published);
        } else if (is_bundle(file)) {
            one = bundle_source(file);
        }
        if (one && (!best || one->bytes > best->bytes)) {
            best = std::move(one);
        }
    }
    if (best) {
        return best;
    }
    const bool has_weights = std::ranges::any_of(
        files, [](const fs::path& file) { return file.extension() == ".safetensors"; });
    return has_weights ? std::optional(folder_source(folder, files)) : std::nullopt;
}

} // namespace

ModelSource look_at_model_source(const fs::path& path, std::span<const PublishedModel> published) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
        if (looks_like_gguf(path)) {
            return gguf_source(path, published);
        }
        if (is_bundle(path)) {
            return bundle_source(path);
        }
    } else if (fs::is_directory(path, error)) {
        if (auto source = source_in(path, published)) {
            return *std::move(source);
        }
        for (const fs::path& inner : entries_of(path)) {
            if (!fs::is_directory(inner, error)) {
                continue;
            }
            if (auto source = source_in(inner, published)) {
                return *std::move(source);
            }
        }
    }
    return {.kind = ModelSource::Kind::nothing,
            .path = path.string(),
            .title = name_of(path),
            .bytes = 0,
            .present = {},
            .missing = {}};
}

} // namespace sotto::inference
