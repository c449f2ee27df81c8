#include "inference/import/model_store.h"

#include "core/system_error.h"
#include "inference/checkpoint/licence_name.h"
#include "inference/files/input_file.h"
#include "inference/files/json.h"
#include "inference/files/output_file.h"
#include "inference/files/quoted_name.h"
#include "inference/import/model_bundle.h"
#include "inference/import/model_import.h"
#include "inference/import/model_origin.h"
#include "inference/model/model_folder.h"
#include "inference/model/tensor_plan.h"
#include "inference/packed/packed_folder.h"
#include "inference/quantization/weight_layout.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <system_error>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDefaultFileName = "default.json";
constexpr std::size_t kMaxTextBytes = 4 << 20;

std::unexpected<Error> no_such_model(std::string_view name) {
    return fail(
        ErrorCode::not_found,
        std::format("There is no model named {}; `sotto models list` names those there are.",
                    quoted_name(name)));
}

/// A folder, but not a link to one.
bool is_real_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(fs::symlink_status(path, error));
}
bool is_taken(const fs::path& path) {
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

/// The content of a file, or empty when it is missing or unreadable.
std::string text_or_nothing(const fs::path& file) {
    return read_whole_file(file, kMaxTextBytes).value_or("");
}

std::int64_t nanoseconds_since_1970() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

// A model whose configuration cannot be read says so when it is loaded.
RecommendedSampling recommended_sampling(const fs::path& folder) {
    return read_model_config(folder).value_or(ModelConfig{}).sampling;
}

} // namespace

Result<std::unique_ptr<ModelStore>>
ModelStore::open(const fs::path& models, const fs::path& built_in, ModelStoreOptions options) {
    std::error_code error;
    const fs::path folder = fs::absolute(models, error);
    const bool is_new = !error && fs::create_directories(folder, error);
    if (is_new && !error) {
        fs::permissions(folder, fs::perms::owner_all, error);
    }
    if (error || !fs::is_directory(folder, error)) {
        return fail(code_of_errno(error.value()),
                    std::format("The folder of the models cannot be made: {}.", error.message()));
    }
    clean_leftovers(folder);
    return std::unique_ptr<ModelStore>(new ModelStore(
        folder, built_in.empty() ? built_in : fs::absolute(built_in, error), std::move(options)));
}

bool ModelStore::is_built_in(std::string_view name) const {
    return !built_in_.empty() && name == kBuiltInModelName;
}

Result<Manifest> ModelStore::manifest_of(std::string_view name) const {
    if (!is_model_name(name) || !is_real_folder(models_ / name)) {
        return no_such_model(name);
    }
    auto manifest = read_manifest(models_ / name);
    if (!manifest) {
        return manifest.error().code == ErrorCode::not_found ? no_such_model(name)
                                                             : std::unexpected(manifest.error());
    }
    manifest->name = name; // the folder may have been renamed
    return manifest;
}

std::vector<Manifest> ModelStore::manifests() const {
    std::vector<Manifest> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(models_, error)) {
        const std::string name = entry.path().filename().string();
        auto manifest = manifest_of(name);
        if (manifest && !is_built_in(name)) {
            found.push_back(std::move(*manifest));
        }
    }
    std::ranges::sort(found, {}, &Manifest::name);
    return found;
}

std::string ModelStore::default_name() const {
    if (!options_.default_model.empty()) {
        return options_.default_model;
    }
    const auto choice = parse_json(text_or_nothing(models_ / kDefaultFileName));
    const Json* const name = choice ? choice->find("name") : nullptr;
    if (name != nullptr && name->string() != nullptr &&
        (is_built_in(*name->string()) || manifest_of(*name->string()))) {
        return *name->string();
    }
    const std::vector<Manifest> models = manifests();
    const auto youngest = std::ranges::max_element(models, {}, &Manifest::imported_at_ns);
    if (youngest != models.end()) {
        return youngest->name;
    }
    return built_in_.empty() ? "" : std::string(kBuiltInModelName);
}

ModelSummary ModelStore::summary_of(const Manifest& manifest) const {
    // The built-in model may not be imported yet: its own folder says the same.
    const bool is_imported = is_taken(models_ / manifest.name / kManifestFileName);
    return {.name = manifest.name,
            .family = manifest.family,
            .weights = manifest.weights,
            .weights_name = manifest.weights_name(),
            .bytes = manifest.bytes(),
            .parameters = manifest.parameters,
            .context_tokens = manifest.context_tokens,
            .is_default = manifest.name == default_name(),
            .is_built_in = is_built_in(manifest.name),
            .folder = (models_ / manifest.name).string(),
            .sampling = recommended_sampling(is_imported ? models_ / manifest.name : built_in_)};
}

Result<ModelSummary> ModelStore::built_in_summary() const {
    if (const auto manifest = manifest_of(kBuiltInModelName)) {
        return summary_of(*manifest);
    }
    const auto config = read_model_config(built_in_);
    if (!config) {
        return std::unexpected(config.error());
    }
    Manifest planned{.name = std::string(kBuiltInModelName),
                     .family = std::string(to_string(config->family)),
                     .parameters = static_cast<std::int64_t>(config->parameter_count()),
                     .context_tokens = static_cast<std::int64_t>(config->max_positions),
                     .source = {},
                     .licence = {},
                     .built_in_stamp = {},
                     .files = {}};
    const WeightLayout layout(planned_tensors(*config), planned.weights);
    planned.files.push_back({"", static_cast<std::int64_t>(layout.file_bytes()), ""});
    return summary_of(planned);
}

Result<std::vector<ModelSummary>> ModelStore::list() {
    std::vector<ModelSummary> models;
    for (const Manifest& manifest : manifests()) {
        models.push_back(summary_of(manifest));
    }
    if (!built_in_.empty()) {
        // A damaged installation must not hide usable models.
        if (auto built_in = built_in_summary()) {
            models.push_back(std::move(*built_in));
        }
    }
    return models;
}

Result<ModelDetails> ModelStore::find(std::string_view name) {
    const std::string wanted = name.empty() ? default_name() : std::string(name);
    if (wanted.empty()) {
        return fail(ErrorCode::not_found,
                    "There is no model yet; import one with `sotto models import FOLDER`.");
    }
    if (is_built_in(wanted)) {
        if (auto refreshed = refresh_built_in(); !refreshed) {
            return std::unexpected(refreshed.error());
        }
    }
    const auto manifest = manifest_of(wanted);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    const fs::path folder = models_ / wanted;
    return ModelDetails{.summary = summary_of(*manifest),
                        .config_json = text_or_nothing(folder / "config.json"),
                        .source = manifest->source,
                        .licence = manifest->licence,
                        .card = std::string(words_of_card(text_or_nothing(folder / "README.md"))),
                        .recipe = manifest->recipe,
                        .notes = manifest->notes,
                        .calibration = manifest->calibration,
                        .origin = manifest->origin};
}

Result<ImportReport> ModelStore::import(const ImportRequest& request, const std::stop_token& stop,
                                        const ImportProgress& progress) {
    const fs::path path = request.path;
    OriginFinder origin(path, options_.published, stop, progress);
    if (auto recognized = origin.recognize(); !recognized) {
        return std::unexpected(recognized.error());
    }
    ImportRequest named = request;
    if (named.name.empty()) {
        named.name = origin.published() ? origin.published()->name : name_from_path(path);
    }
    return claim_name(named.name).and_then([&] {
        return import_named(named, origin, "", stop, progress);
    });
}

Status ModelStore::claim_name(std::string_view name) const {
    if (!is_model_name(name)) {
        return fail(ErrorCode::invalid_input,
                    "A model's name has 1 to 64 letters, digits, dots, hyphens or underscores and "
                    "does not begin with a dot; choose one with --name.");
    }
    if (is_built_in(name)) {
        return fail(ErrorCode::invalid_input,
                    std::format("The name {} belongs to the built-in model; choose another one "
                                "with --name.",
                                quoted_name(name)));
    }
    clean_leftovers(models_);
    const bool is_leftover =
        is_real_folder(models_ / name) && !is_taken(models_ / name / kManifestFileName);
    if (is_leftover) {
        if (auto removed = delete_model_folder(models_, name); !removed) {
            return removed;
        }
    }
    if (is_taken(models_ / name)) {
        return fail(ErrorCode::invalid_input,
                    std::format("There is a model named {} already; choose another name with "
                                "--name, or remove that model first.",
                                quoted_name(name)));
    }
    return {};
}

Result<ImportReport> ModelStore::import_named(const ImportRequest& request, OriginFinder& origin,
                                              const std::string& built_in_stamp,
                                              const std::stop_token& stop,
                                              const ImportProgress& progress) {
    const auto start = std::chrono::steady_clock::now();
    const std::string& name = request.name;
    auto folder = PartialFolder::create(models_, name);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const fs::path staging = staging_folder(models_, name);
    auto imported = is_bundle(request.path)
                        ? import_bundle(request, folder->path(), stop, progress)
                        : import_model_files(request, folder->path(), staging, stop, progress);
    if (!imported) {
        // Whatever is wrong with the files, for the user the input is invalid.
        const bool is_damage = imported.error().code == ErrorCode::corrupt_data;
        return fail(is_damage ? ErrorCode::invalid_input : imported.error().code,
                    imported.error().detail);
    }
    Manifest& manifest = imported->manifest;
    if (auto completed = origin.complete(manifest); !completed) {
        return std::unexpected(completed.error());
    }
    manifest.name = name;
    manifest.imported_at_ns = nanoseconds_since_1970();
    manifest.built_in_stamp = built_in_stamp;
    manifest.notes = imported->warnings;
    Status published = replace_file(folder->path(), kManifestFileName, manifest.to_json());
    if (published && !built_in_stamp.empty() && is_taken(models_ / name)) {
        published = delete_model_folder(models_, name);
    }
    if (published) {
        published = folder->publish(name);
    }
    if (!published) {
        return std::unexpected(published.error());
    }
    std::error_code ignored;
    fs::remove_all(staging, ignored);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    return ImportReport{.model = summary_of(manifest),
                        .seconds = taken.count(),
                        .warnings = std::move(imported->warnings),
                        .calibration = manifest.calibration,
                        .linked_files = imported->linked_files};
}

Status ModelStore::refresh_built_in() {
    const std::string stamp = folder_stamp(built_in_);
    const auto is_current = [&] {
        const auto manifest = manifest_of(kBuiltInModelName);
        return manifest && manifest->built_in_stamp == stamp;
    };
    if (is_current()) {
        return {};
    }
    const std::string name(kBuiltInModelName);
    clean_leftovers(models_);
    const ImportRequest request{
        .path = built_in_.string(), .name = name, .calibration = ImportRequest::Calibration::never};
    const fs::path path = built_in_;
    const std::stop_token never;
    const ImportProgress silent;
    OriginFinder origin(path, {}, never, silent);
    const auto report = import_named(request, origin, stamp, never, silent);
    // Another program may have imported it meanwhile.
    if (report || is_current()) {
        return {};
    }
    return std::unexpected(report.error());
}

Status ModelStore::write_bundle(std::string_view name, const std::string& path,
                                const std::stop_token& stop, const ImportProgress& progress) {
    if (is_built_in(name)) {
        if (auto refreshed = refresh_built_in(); !refreshed) {
            return refreshed;
        }
    }
    auto manifest = manifest_of(name);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    return export_bundle(models_ / name, *std::move(manifest), path, stop, progress);
}

Status ModelStore::verify(std::string_view name, const std::stop_token& stop,
                          const ImportProgress& progress) {
    if (is_built_in(name)) {
        if (auto refreshed = refresh_built_in(); !refreshed) {
            return refreshed;
        }
    }
    const auto manifest = manifest_of(name);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    std::int64_t done = 0;
    const auto advanced = [&](std::size_t bytes) {
        done += static_cast<std::int64_t>(bytes);
        progress("Comparing the files with their checksums", done, manifest->bytes());
    };
    for (const Manifest::File& file : manifest->files) {
        auto verified = verify_model_file(models_ / name, file, stop, advanced);
        if (!verified && verified.error().code == ErrorCode::corrupt_data && is_built_in(name)) {
            // The user cannot import it again, so the next use does.
            return delete_model_folder(models_, name).and_then([&]() -> Status {
                return fail(ErrorCode::corrupt_data,
                            std::format("The built-in model's file {} was damaged; the model is "
                                        "made again when it is next used.",
                                        quoted_name(file.name)));
            });
        }
        if (!verified) {
            return verified;
        }
    }
    verify_packed_weights(options_.packed, name);
    return {};
}

Status ModelStore::use(std::string_view name) {
    if (!is_built_in(name)) {
        if (const auto manifest = manifest_of(name); !manifest) {
            return std::unexpected(manifest.error());
        }
    }
    return replace_file(models_, kDefaultFileName,
                        std::format("{{\"name\": {}}}\n", json_string(name)))
        .transform([&] { options_.default_model.clear(); });
}

Status ModelStore::remove(std::string_view name) {
    if (is_built_in(name)) {
        return fail(ErrorCode::unsupported,
                    "The built-in model comes with the program and cannot be removed.");
    }
    // A damaged manifest must not prevent removal.
    if (!is_model_name(name) || !is_real_folder(models_ / name)) {
        return no_such_model(name);
    }
    remove_packed_weights(options_.packed, name);
    return delete_model_folder(models_, name);
}

} // namespace sotto::inference
