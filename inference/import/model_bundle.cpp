#include "inference/import/model_bundle.h"

#include "inference/files/disk_space.h"
#include "inference/files/input_file.h"
#include "inference/files/output_file.h"
#include "inference/files/quoted_name.h"
#include "inference/files/tar_file.h"
#include "inference/import/file_copier.h"
#include "inference/model/model_file.h"
#include "inference/model/model_folder.h"
#include "inference/model/tensor_plan.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"
#include "inference/transformer/model_weights.h"

#include <algorithm>
#include <format>
#include <functional>
#include <map>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 20U;
constexpr std::size_t kMaxFiles = 48;
constexpr std::string_view kTarSuffix = ".tar";

std::unexpected<Error> invalid_bundle(std::string_view what) {
    return fail(ErrorCode::invalid_input, std::format("The bundle {}.", what));
}

/// A bundle opened for reading.
class Bundle {
public:
    static Result<Bundle> open(const fs::path& path);

    [[nodiscard]] const Manifest& manifest() const { return manifest_; }
    [[nodiscard]] FileRange part_of(const Manifest::File& file) const {
        return parts_.at(file.name);
    }

private:
    Status open_tar(const fs::path& path);
    Status open_folder(const fs::path& path);
    Status open_inside(const fs::path& folder, std::string_view name);
    Status read_manifest();
    [[nodiscard]] Status check_files() const;

    std::vector<std::unique_ptr<InputFile>> files_;
    std::map<std::string, FileRange, std::less<>> parts_;
    Manifest manifest_;
};

Result<Bundle> Bundle::open(const fs::path& path) {
    Bundle bundle;
    const Status opened = looks_like_tar(path) ? bundle.open_tar(path) : bundle.open_folder(path);
    if (auto checked = opened.and_then([&] { return bundle.check_files(); }); !checked) {
        return std::unexpected(checked.error());
    }
    return bundle;
}

Status Bundle::open_tar(const fs::path& path) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    files_.push_back(std::make_unique<InputFile>(std::move(*file)));
    const auto entries = read_tar_directory(*files_.front());
    if (!entries) {
        return std::unexpected(entries.error());
    }
    for (const TarEntry& entry : *entries) {
        parts_[entry.name] = {files_.front().get(), entry.offset, entry.bytes, {}};
    }
    return read_manifest();
}

Status Bundle::open_folder(const fs::path& path) {
    return open_inside(path, kManifestFileName)
        .and_then([&] { return read_manifest(); })
        .and_then([&] {
            Status opened;
            for (const Manifest::File& file : manifest_.files) {
                opened = opened.and_then([&] { return open_inside(path, file.name); });
            }
            return opened;
        });
}

/// Opens a file of a folder; does not follow links.
Status Bundle::open_inside(const fs::path& folder, std::string_view name) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(folder / name, error))) {
        return invalid_bundle(std::format("has no file {}", quoted_name(name)));
    }
    auto file = InputFile::open(folder / name);
    if (!file) {
        return std::unexpected(file.error());
    }
    const std::uint64_t bytes = file->bytes();
    files_.push_back(std::make_unique<InputFile>(std::move(*file)));
    parts_[std::string(name)] = {files_.back().get(), 0, bytes, folder / name};
    return {};
}

Status Bundle::read_manifest() {
    const auto found = parts_.find(kManifestFileName);
    if (found == parts_.end() || found->second.bytes > kMaxManifestBytes) {
        return invalid_bundle("has no manifest.json, or it is too large");
    }
    std::string text(static_cast<std::size_t>(found->second.bytes), '\0');
    const Status read =
        found->second.file->read_at(found->second.offset, std::as_writable_bytes(std::span(text)));
    if (!read) {
        return read;
    }
    auto manifest = parse_manifest(text);
    if (!manifest) {
        return invalid_bundle("has a damaged manifest.json");
    }
    manifest_ = std::move(*manifest);
    return manifest_.files.size() <= kMaxFiles ? Status() : invalid_bundle("names too many files");
}

Status Bundle::check_files() const {
    std::vector<std::string_view> names;
    for (const Manifest::File& file : manifest_.files) {
        const auto part = parts_.find(file.name);
        if (file.name == kManifestFileName || file.name.starts_with('.') ||
            std::ranges::contains(names, file.name)) {
            return invalid_bundle("names a file twice or one that no model has");
        }
        if (part == parts_.end() || part->second.bytes != static_cast<std::uint64_t>(file.bytes)) {
            return invalid_bundle(std::format("lacks the file {}, or has it with another size",
                                              quoted_name(file.name)));
        }
        names.push_back(file.name);
    }
    for (const std::string_view needed : {std::string_view("config.json"), kWeightsFileName}) {
        if (!std::ranges::contains(names, needed)) {
            return invalid_bundle(std::format("lacks the file {}", needed));
        }
    }
    return {};
}

/// Text from a foreign manifest, safe for a terminal.
std::string printable(std::string_view text) {
    constexpr std::size_t kMaxBytes = 1000;
    std::string shown(text.substr(0, kMaxBytes));
    std::ranges::replace_if(
        shown, [](unsigned char character) { return character < ' ' || character == 0x7F; }, '?');
    return shown;
}

/// Checks that all tensors of the configuration exist, with the dtype of the manifest.
Status check_weights(const fs::path& folder, const ModelConfig& config, WeightDtype dtype) {
    const auto file = ModelFile::open(folder / kWeightsFileName);
    if (!file) {
        return std::unexpected(file.error());
    }
    for (const PlannedTensor& tensor : planned_tensors(config)) {
        const bool is_matrix = tensor.kind == PlannedTensor::Kind::matrix;
        const Status found =
            is_matrix
                ? (*file)->matrix(tensor.name, tensor.rows, tensor.cols).transform([](auto&&) {})
                : (*file)->vector(tensor.name, tensor.cols).transform([](auto&&) {});
        (*file)->release();
        if (!found) {
            return found;
        }
    }
    // Calibration may have made matrices of an int4 model int8, and int8 is mostly stored in
    // blocks.
    const auto actual = layer_dtype(config, **file);
    const bool may_differ = (dtype == WeightDtype::int4 && actual == WeightDtype::int8) ||
                            (dtype == WeightDtype::int8 && actual == WeightDtype::blocks);
    return actual && (*actual == dtype || may_differ)
               ? Status()
               : invalid_bundle("has weights of another type than it says");
}

/// The manifest of an imported bundle: whatever can be derived from the files is not copied from
/// the foreign manifest.
Result<Manifest> checked_manifest(const fs::path& folder, const Manifest& foreign) {
    const auto config = read_model_config(folder);
    if (!config) {
        return std::unexpected(config.error());
    }
    if (auto checked = check_weights(folder, *config, foreign.weights); !checked) {
        return std::unexpected(checked.error());
    }
    std::error_code error;
    if (fs::exists(folder / "tokenizer.model", error) ||
        fs::exists(folder / "tokenizer.json", error)) {
        if (const auto tokenizer = open_folder_tokenizer(folder); !tokenizer) {
            return std::unexpected(tokenizer.error());
        }
    }
    Manifest manifest = foreign;
    manifest.family = to_string(config->family);
    manifest.parameters = static_cast<std::int64_t>(config->parameter_count());
    manifest.context_tokens = static_cast<std::int64_t>(config->max_positions);
    manifest.source = printable(foreign.source);
    manifest.licence = printable(foreign.licence);
    manifest.recipe = printable(foreign.recipe);
    for (std::string ModelOrigin::* const text :
         {&ModelOrigin::file, &ModelOrigin::sha256, &ModelOrigin::title, &ModelOrigin::publisher,
          &ModelOrigin::page}) {
        manifest.origin.*text = printable(foreign.origin.*text);
    }
    std::ranges::transform(foreign.notes, manifest.notes.begin(), printable);
    return manifest;
}

Status write_tar(const Manifest& manifest, const fs::path& folder, const std::string& name,
                 TarWriter& tar, FileCopier& copier) {
    const std::string text = manifest.to_json();
    Status written = tar.begin(name, kManifestFileName, text.size())
                         .and_then([&] { return tar.write(std::as_bytes(std::span(text))); })
                         .and_then([&] { return tar.end(); });
    for (const Manifest::File& file : manifest.files) {
        written = written.and_then([&]() -> Status {
            const auto from = InputFile::open(folder / file.name);
            if (!from) {
                return std::unexpected(from.error());
            }
            return tar.begin(name, file.name, from->bytes())
                .and_then([&] {
                    return copier.read_verified({&*from, 0, from->bytes(), {}}, file,
                                                [&](auto part) { return tar.write(part); });
                })
                .and_then([&] { return tar.end(); });
        });
    }
    return written.and_then([&] { return tar.finish(); });
}

/// Tells a user who asked for links what was copied.
void say_what_was_copied(std::int64_t n_copied, std::size_t n_files,
                         const ModelCatalog::ImportProgress& progress) {
    if (progress && n_copied > 0) {
        progress(std::format("{} of {} files were copied: only whole files on the same file "
                             "system, which you may write, can be linked.",
                             n_copied, n_files),
                 0, 0);
    }
}

Status write_folder(const Manifest& manifest, const fs::path& folder, const fs::path& target,
                    FileCopier& copier) {
    for (const Manifest::File& file : manifest.files) {
        const auto from = InputFile::open(folder / file.name);
        if (!from) {
            return std::unexpected(from.error());
        }
        const FileRange whole{&*from, 0, from->bytes(), folder / file.name};
        if (auto copied = copier.copy(whole, file, target); !copied) {
            return copied;
        }
    }
    return replace_file(target, kManifestFileName, manifest.to_json());
}

} // namespace

bool is_bundle(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error) ? fs::exists(path / kManifestFileName, error)
                                         : looks_like_tar(path);
}

Status export_bundle(const fs::path& folder, Manifest manifest, const fs::path& target,
                     const std::stop_token& stop, const ModelCatalog::ImportProgress& progress) {
    std::error_code error;
    const fs::path to = fs::absolute(target, error).lexically_normal();
    const std::string name = to.filename().string();
    if (name.empty() || fs::exists(fs::symlink_status(to, error))) {
        return fail(ErrorCode::invalid_input,
                    "There is something at the path to export to; name a new folder or .tar file.");
    }
    manifest.source =
        fs::path(manifest.source).filename().string(); // without folders of this machine
    manifest.built_in_stamp.clear();
    const auto bytes = static_cast<std::uint64_t>(manifest.bytes());
    if (auto room = check_disk_space(to.parent_path(), bytes); !room) {
        return room;
    }
    auto draft = PartialFolder::create(to.parent_path(), name);
    if (!draft) {
        return fail(draft.error().code, "Nothing can be written at the path to export to.");
    }
    FileCopier copier("Exporting the model", bytes, stop, progress);
    if (!name.ends_with(kTarSuffix)) {
        return write_folder(manifest, folder, draft->path(), copier).and_then([&] {
            return draft->publish(name);
        });
    }
    auto file = OutputFile::create(draft->path() / name);
    if (!file) {
        return std::unexpected(file.error());
    }
    TarWriter tar(std::move(*file));
    return write_tar(manifest, folder, manifest.name, tar, copier).and_then([&]() -> Status {
        fs::rename(draft->path() / name, to, error);
        return error ? fail(ErrorCode::io, "Nothing can be written at the path to export to.")
                     : sync_folder(to.parent_path());
    });
}

Result<ImportedFiles> import_bundle(const ImportRequest& request, const fs::path& target,
                                    const std::stop_token& stop,
                                    const ModelCatalog::ImportProgress& progress) {
    const auto bundle = Bundle::open(request.path);
    if (!bundle) {
        return std::unexpected(bundle.error());
    }
    const Manifest& foreign = bundle->manifest();
    const auto bytes = static_cast<std::uint64_t>(foreign.bytes());
    const bool is_linked = request.bundle_files == ImportRequest::BundleFiles::linked;
    const std::uint64_t copies = is_linked ? 1 : 2; // at least the packed weights
    if (auto room = check_disk_space(target, copies * bytes); !room) {
        return std::unexpected(room.error());
    }
    FileCopier copier(is_linked ? "Checking the model" : "Copying the model", bytes, stop,
                      progress);
    std::int64_t n_linked = 0;
    for (const Manifest::File& file : foreign.files) {
        const FileRange part = bundle->part_of(file);
        const Result<bool> linked = is_linked ? copier.link(part, file, target) : false;
        n_linked += linked && *linked ? 1 : 0;
        const Status brought = linked.and_then(
            [&](bool is_done) { return is_done ? Status() : copier.copy(part, file, target); });
        if (!brought) {
            return std::unexpected(brought.error());
        }
    }
    if (is_linked) {
        const std::size_t n_files = foreign.files.size();
        say_what_was_copied(static_cast<std::int64_t>(n_files) - n_linked, n_files, progress);
    }
    return checked_manifest(target, foreign).transform([&](Manifest manifest) {
        ImportedFiles imported{std::move(manifest), {}, n_linked};
        imported.warnings = imported.manifest.notes;
        return imported;
    });
}

} // namespace sotto::inference
