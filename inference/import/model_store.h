#pragma once

#include "core/ports/model_catalog.h"
#include "inference/model/manifest.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

/// The name of the model that comes with the program.
inline constexpr std::string_view kBuiltInModelName = "starter";

class OriginFinder;

/// What a store uses besides its own folder. Everything may be empty.
struct ModelStoreOptions {
    /// The folder of packed weights; verify() also checks those of the model, remove() removes
    /// them.
    std::filesystem::path packed = {}; // NOLINT(readability-redundant-member-init)
    /// The catalogue of published models, in which the files of imports are looked up.
    std::filesystem::path published = {}; // NOLINT(readability-redundant-member-init)
    /// The model that is the default of this store until use() chooses another; the one that is
    /// saved stays as it is.
    std::string default_model = {}; // NOLINT(readability-redundant-member-init)
};

/// The imported models: one folder each below `models`, with config.json, generation_config.json,
/// tokenizer files, licence, weights.safetensors and, written last, manifest.json (name, family,
/// dtype of the weights, parameters, source, licence, size and SHA-256 of every file). An import
/// works in NAME.partial-XXXXXX and renames that folder at the end; folders left by killed programs
/// are not listed, and are removed when the store is next opened. The default is named in
/// models/default.json. Runs on: any one thread at a time; several programs may share the folder.
class ModelStore final : public ModelCatalog {
public:
    /// `models` is created (mode 0700) if needed. `built_in`: the Hugging Face folder of the
    /// starter model, or empty; find() and verify() import it on first use, and again when it has
    /// changed, while list() only names it. Errors: io.
    [[nodiscard]] static Result<std::unique_ptr<ModelStore>>
    open(const std::filesystem::path& models, const std::filesystem::path& built_in,
         ModelStoreOptions options = {});

    Result<std::vector<ModelSummary>> list() override;
    Result<ModelDetails> find(std::string_view name) override;
    Result<ImportReport> import(const ImportRequest& request, const std::stop_token& stop,
                                const ImportProgress& progress) override;
    Status write_bundle(std::string_view name, const std::string& path, const std::stop_token& stop,
                        const ImportProgress& progress) override;
    Status verify(std::string_view name, const std::stop_token& stop,
                  const ImportProgress& progress) override;
    Status use(std::string_view name) override;
    Status remove(std::string_view name) override;

private:
    ModelStore(std::filesystem::path models, std::filesystem::path built_in,
               ModelStoreOptions options)
        : models_(std::move(models)), built_in_(std::move(built_in)), options_(std::move(options)) {
    }

    [[nodiscard]] bool is_built_in(std::string_view name) const;
    [[nodiscard]] Result<Manifest> manifest_of(std::string_view name) const;
    [[nodiscard]] std::string default_name() const;
    [[nodiscard]] std::vector<Manifest> manifests() const;
    [[nodiscard]] ModelSummary summary_of(const Manifest& manifest) const;
    [[nodiscard]] Result<ModelSummary> built_in_summary() const;
    /// Imports the built-in model if it is missing or out of date.
    Status refresh_built_in();
    /// Whether an import may have this name; removes what a killed import left under it.
    Status claim_name(std::string_view name) const;
    /// Imports under the name in `request`.
    Result<ImportReport> import_named(const ImportRequest& request, OriginFinder& origin,
                                      const std::string& built_in_stamp,
                                      const std::stop_token& stop, const ImportProgress& progress);

    std::filesystem::path models_;
    std::filesystem::path built_in_;
    ModelStoreOptions options_;
};

} // namespace sotto::inference
