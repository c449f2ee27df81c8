#pragma once

#include "core/model_catalog.h"

#include <filesystem>
#include <memory>

namespace sotto::inference {

/// The imported models: one folder each below `models`, with config.json, generation_config.json,
/// tokenizer files, licence, weights.safetensors and, written last, manifest.json (name, family,
/// form of the weights, parameters, source, licence, size and SHA-256 of every file). A folder
/// without a manifest is an interrupted import: not listed, removed by the next import of its name.
/// The default is named in models/default.json. Runs on: any one thread at a time.
class ModelStore final : public ModelCatalog {
public:
    /// `models` is made (mode 0700) when it is not there. `built_in`: the Hugging Face folder of
    /// the starter model, or empty; it is imported on first use, again when it has changed.
    [[nodiscard]] static Result<std::unique_ptr<ModelStore>>
    open(const std::filesystem::path& models, const std::filesystem::path& built_in);

    Result<std::vector<ModelSummary>> list() override;
    Result<ModelDetails> find(std::string_view name) override;
    Result<ImportReport> import(const ImportRequest& request, const std::stop_token& stop,
                                const ImportProgress& progress) override;
    Status verify(std::string_view name) override;
    Status use(std::string_view name) override;
    Status remove(std::string_view name) override;

private:
    ModelStore(std::filesystem::path models, std::filesystem::path built_in)
        : models_(std::move(models)), built_in_(std::move(built_in)) {}

    std::filesystem::path models_;
    std::filesystem::path built_in_;
};

} // namespace sotto::inference
