#include "inference/import/model_bundle.h"

#include "inference/engine/model_weights.h"
#include "inference/import/disk_space.h"
#include "inference/import/model_folder.h"
#include "inference/import/output_file.h"
#include "inference/import/sha256.h"
#include "inference/import/tar_file.h"
#include "inference/import/tensor_plan.h"
#include "inference/model/input_file.h"
#include "inference/model/model_file.h"
#include "inference/model/quoted_name.h"
#include "inference/tokenizer/tokenizer.h"

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

constexpr std::size_t kMostManifestBytes = std::size_t{1} << 20U;
constexpr std::size_t kMostFiles = 48;
constexpr std::size_t kPartBytes = std::size_t{1} << 20U;
constexpr std::string_view kTarSuffix = ".tar";

/// Where the bytes of a file go, part by part.
using Sink = std::function<Status(std::span<const std::byte>)>;

/// Bytes of an open file.
struct Part {
    const InputFile* file = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// Moves the bytes of files and tells of it.
class Carrier {
public:
    Carrier(std::string_view what, std::uint64_t total, const std::stop_token& stop,
            const ModelCatalog::ImportProgress& progress)
        : what_(what), total_(total), stop_(stop), progress_(progress) {}

    /// Hands a part to a sink. Errors: corrupt_data (another hash), cancelled, io; of the sink.
    Status carry(const Part& from, const Manifest::File& file, const Sink& sink);

private:
    std::string_view what_;
    std::uint64_t total_;
    const std::stop_token& stop_;
    const ModelCatalog::ImportProgress& progress_;
    std::uint64_t done_ = 0;
    std::vector<std::byte> buffer_;
};

Status Carrier::carry(const Part& from, const Manifest::File& file, const Sink& sink) {
    Sha256 hash;
    for (std::uint64_t at = 0; at < from.bytes;) {
        if (stop_.stop_requested()) {
            return fail(ErrorCode::cancelled, "It was stopped.");
        }
        buffer_.resize(
            static_cast<std::size_t>(std::min<std::uint64_t>(kPartBytes, from.bytes - at)));
        const Status moved =
            from.file->read_at(from.offset + at, buffer_).and_then([&] { return sink(buffer_); });
        if (!moved) {
            return moved;
        }
        hash.add(buffer_);
        at += buffer_.size();
        done_ += buffer_.size();
        if (progress_) {
            progress_(what_, static_cast<std::int64_t>(done_), static_cast<std::int64_t>(total_));
        }
    }
    if (hash.finish() != file.sha256) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The file {} is not as the manifest says: it was changed or "
                                "damaged on its way.",
                                quoted_name(file.name)));
    }
    return {};
}

std::unexpected<Error> no_bundle(std::string_view what) {
    return fail(ErrorCode::invalid_input, std::format("The bundle {}.", what));
}

/// A bundle opened for reading.
class Bundle {
public:
    static Result<Bundle> open(const fs::path& path);

    [[nodiscard]] const Manifest& manifest() const { return manifest_; }
    [[nodiscard]] Part part_of(const Manifest::File& file) const { return parts_.at(file.name); }

private:
    Status open_tar(const fs::path& path);
    Status open_folder(const fs::path& path);
    Status open_inside(const fs::path& folder, std::string_view name);
    Status read_manifest();
    [[nodiscard]] Status check_files() const;

    std::vector<std::unique_ptr<InputFile>> files_;
    std::map<std::string, Part, std::less<>> parts_;
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
        parts_[entry.name] = {files_.front().get(), entry.offset, entry.bytes};
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

/// A file of a folder, but never what a link leads to.
Status Bundle::open_inside(const fs::path& folder, std::string_view name) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(folder / name, error))) {
        return no_bundle(std::format("has no file {}", quoted_name(name)));
    }
    auto file = InputFile::open(folder / name);
    if (!file) {
        return std::unexpected(file.error());
    }
    const std::uint64_t bytes = file->bytes();
    files_.push_back(std::make_unique<InputFile>(std::move(*file)));
    parts_[std::string(name)] = {files_.back().get(), 0, bytes};
    return {};
}

Status Bundle::read_manifest() {
    const auto found = parts_.find(kManifestFileName);
    if (found == parts_.end() || found->second.bytes > kMostManifestBytes) {
        return no_bundle("has no manifest.json, or too large a one");
    }
    std::string text(static_cast<std::size_t>(found->second.bytes), '\0');
    const Status read =
        found->second.file->read_at(found->second.offset, std::as_writable_bytes(std::span(text)));
    if (!read) {
        return read;
    }
    auto manifest = parse_manifest(text);
    if (!manifest) {
        return no_bundle("has a damaged manifest.json");
    }
    manifest_ = std::move(*manifest);
    return manifest_.files.size() <= kMostFiles ? Status() : no_bundle("names too many files");
}

Status Bundle::check_files() const {
    std::vector<std::string_view> names;
    for (const Manifest::File& file : manifest_.files) {
        const auto part = parts_.find(file.name);
        if (file.name == kManifestFileName || file.name.starts_with('.') ||
            std::ranges::contains(names, file.name)) {
            return no_bundle("names a file twice or one that no model has");
        }
        if (part == parts_.end() || part->second.bytes != static_cast<std::uint64_t>(file.bytes)) {
            return no_bundle(std::format("lacks the file {}, or has it in another size",
                                         quoted_name(file.name)));
        }
        names.push_back(file.name);
    }
    for (const std::string_view needed : {std::string_view("config.json"), kWeightsFileName}) {
        if (!std::ranges::contains(names, needed)) {
            return no_bundle(std::format("lacks the file {}", needed));
        }
    }
    return {};
}

/// What a foreign manifest says, as it may be shown in a terminal.
std::string printable(std::string_view text) {
    constexpr std::size_t kLongest = 1000;
    std::string shown(text.substr(0, kLongest));
    std::ranges::replace_if(
        shown, [](unsigned char character) { return character < ' ' || character == 0x7F; }, '?');
    return shown;
}

/// Whether all that the configuration calls for is there, in the form that the manifest says.
Status check_weights(const fs::path& folder, const ModelConfig& config, WeightForm form) {
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
    // Calibration may have kept a matrix of an int4 model in int8.
    const auto actual = form_of_layers(config, **file);
    const bool may_differ = form == WeightForm::int4 && actual == WeightForm::int8;
    return actual && (*actual == form || may_differ)
               ? Status()
               : no_bundle("has weights of another form than it says");
}

/// The manifest of a bundle that lies in a folder of ours: what can be looked up is not taken from
/// the one that came.
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
    std::ranges::transform(foreign.notes, manifest.notes.begin(), printable);
    return manifest;
}

Status write_tar(const Manifest& manifest, const fs::path& folder, const std::string& name,
                 TarWriter& tar, Carrier& carrier) {
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
                    return carrier.carry({&*from, 0, from->bytes()}, file,
                                         [&](auto part) { return tar.write(part); });
                })
                .and_then([&] { return tar.end(); });
        });
    }
    return written.and_then([&] { return tar.finish(); });
}

Status copy_file(const Part& from, const Manifest::File& file, const fs::path& target,
                 Carrier& carrier) {
    auto to = OutputFile::create(target / file.name);
    if (!to) {
        return std::unexpected(to.error());
    }
    std::uint64_t at = 0;
    return carrier
        .carry(from, file,
               [&](std::span<const std::byte> part) {
                   const std::uint64_t offset = std::exchange(at, at + part.size());
                   return to->write_at(offset, part);
               })
        .and_then([&] { return to->finish(); });
}

Status write_folder(const Manifest& manifest, const fs::path& folder, const fs::path& target,
                    Carrier& carrier) {
    for (const Manifest::File& file : manifest.files) {
        const auto from = InputFile::open(folder / file.name);
        if (!from) {
            return std::unexpected(from.error());
        }
        if (auto copied = copy_file({&*from, 0, from->bytes()}, file, target, carrier); !copied) {
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
    manifest.source = fs::path(manifest.source).filename().string(); // no folders of this machine
    manifest.built_in_stamp.clear();
    const auto bytes = static_cast<std::uint64_t>(manifest.bytes());
    if (auto room = check_disk_space(to.parent_path(), bytes); !room) {
        return room;
    }
    auto draft = PartialFolder::create(to.parent_path(), name);
    if (!draft) {
        return fail(draft.error().code, "Nothing can be written at the path to export to.");
    }
    Carrier carrier("Exporting the model", bytes, stop, progress);
    if (!name.ends_with(kTarSuffix)) {
        return write_folder(manifest, folder, draft->path(), carrier).and_then([&] {
            return draft->publish(name);
        });
    }
    auto file = OutputFile::create(draft->path() / name);
    if (!file) {
        return std::unexpected(file.error());
    }
    TarWriter tar(std::move(*file));
    return write_tar(manifest, folder, manifest.name, tar, carrier).and_then([&]() -> Status {
        fs::rename(draft->path() / name, to, error);
        return error ? fail(ErrorCode::io, "Nothing can be written at the path to export to.")
                     : sync_folder(to.parent_path());
    });
}

Result<ImportedFiles> import_bundle(const fs::path& path, const fs::path& target,
                                    const std::stop_token& stop,
                                    const ModelCatalog::ImportProgress& progress) {
    const auto bundle = Bundle::open(path);
    if (!bundle) {
        return std::unexpected(bundle.error());
    }
    const Manifest& foreign = bundle->manifest();
    const auto bytes = static_cast<std::uint64_t>(foreign.bytes());
    if (auto room = check_disk_space(target, 2 * bytes); !room) { // and the packed weights
        return std::unexpected(room.error());
    }
    Carrier carrier("Copying the model", bytes, stop, progress);
    for (const Manifest::File& file : foreign.files) {
        if (auto copied = copy_file(bundle->part_of(file), file, target, carrier); !copied) {
            return std::unexpected(copied.error());
        }
    }
    return checked_manifest(target, foreign).transform([](Manifest manifest) {
        ImportedFiles imported{std::move(manifest), {}};
        imported.warnings = imported.manifest.notes;
        return imported;
    });
}

} // namespace sotto::inference
