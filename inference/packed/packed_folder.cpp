#include "inference/packed/packed_folder.h"

#include "inference/model/manifest.h"
#include "inference/model/model_file.h"
#include "inference/packed/packed_file.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <format>
#include <system_error>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".packed";
// The first line is the signature of the Cache Directory Tagging Specification.
constexpr std::string_view kTagName = "CACHEDIR.TAG";
constexpr std::string_view kTag = "Signature: 8a477f597d28d172789f06886806bc55\n"
                                  "# Sotto makes these files again when they are gone.\n";

fs::path file_of(const fs::path& packed, std::string_view name) {
    return packed / (std::string(name) + std::string(kExtension));
}

// SHA-256 of the weights according to the manifest; empty without a manifest.
std::string hash_in_manifest(const fs::path& model) {
    const auto manifest = read_manifest(model);
    if (!manifest) {
        return {};
    }
    const auto file = std::ranges::find(manifest->files, kWeightsFileName, &Manifest::File::name);
    return file != manifest->files.end() ? file->sha256 : "";
}

bool is_of_no_use(const fs::path& file) {
    const auto owner = PackedFile::owner_of(file);
    if (!owner) {
        return owner.error().code == ErrorCode::corrupt_data;
    }
    std::error_code error;
    return !fs::exists(*owner, error);
}

} // namespace

std::string weights_fingerprint(const fs::path& model) {
    std::error_code error;
    const fs::path weights = model / kWeightsFileName;
    const auto bytes = fs::file_size(weights, error);
    if (error) {
        return {};
    }
    const auto changed = fs::last_write_time(weights, error).time_since_epoch();
    return std::format("weights {} of {} bytes from {}", hash_in_manifest(model), bytes,
                       std::chrono::duration_cast<std::chrono::nanoseconds>(changed).count());
}

PackedLocation packed_location(const fs::path& packed, const fs::path& model) {
    std::error_code error;
    const fs::path folder = fs::absolute(model, error).lexically_normal();
    std::string source = weights_fingerprint(folder);
    if (packed.empty() || source.empty()) {
        return {};
    }
    const fs::path name =
        folder.has_filename() ? folder.filename() : folder.parent_path().filename();
    return {.file = file_of(packed, name.string()),
            .source = std::move(source),
            .owner = (folder / kWeightsFileName).string()};
}

PackedLocation temporary_location(const fs::path& packed, std::string_view name) {
    return {.file = file_of(packed, std::format(".{}", name)),
            .source = std::string(name),
            .owner = std::format("/proc/{}", ::getpid())};
}

bool create_packed_folder(const fs::path& packed) {
    std::error_code error;
    if (fs::create_directories(packed, error)) {
        fs::permissions(packed, fs::perms::owner_all, error);
        static_cast<void>(replace_file(packed, kTagName, kTag));
    }
    return fs::is_directory(packed, error);
}

void clean_packed_folder(const fs::path& packed) {
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(packed, error)) {
        if (entry.is_regular_file(error)) {
            files.push_back(entry.path());
        }
    }
    for (const fs::path& file : files) {
        if (!remove_packed_draft(file) && file.extension() == kExtension && is_of_no_use(file)) {
            fs::remove(file, error);
        }
    }
}

void remove_packed_weights(const fs::path& packed, std::string_view model_name) {
    if (!packed.empty()) {
        std::error_code ignored;
        fs::remove(file_of(packed, model_name), ignored);
    }
}

void verify_packed_weights(const fs::path& packed, std::string_view model_name) {
    const auto verified = PackedFile::verify(file_of(packed, model_name));
    if (!verified && verified.error().code == ErrorCode::corrupt_data) {
        remove_packed_weights(packed, model_name);
    }
}

} // namespace sotto::inference
