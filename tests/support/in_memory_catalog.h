#pragma once

#include "core/ports/model_catalog.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sotto::test {

/// A catalog of the models that a test puts into it; the first one is the default.
class InMemoryCatalog final : public ModelCatalog {
public:
    std::vector<ModelSummary> models;
    std::string chosen;
    std::string card; ///< of every model
    std::string licence;

    Result<std::vector<ModelSummary>> list() override { return models; }

    Result<ModelDetails> find(std::string_view name) override {
        const std::string wanted(name.empty() ? std::string_view(chosen) : name);
        const auto found = std::ranges::find(models, wanted, &ModelSummary::name);
        if (found != models.end()) {
            return ModelDetails{*found, {}, {}, licence, card};
        }
        if (name.empty() && !models.empty()) {
            return ModelDetails{models.front(), {}, {}, licence, card};
        }
        return fail(ErrorCode::not_found, "there is no such model");
    }

    Result<ImportReport> import(const ImportRequest&, const std::stop_token&,
                                const ImportProgress&) override {
        return fail(ErrorCode::unsupported, "this catalog imports nothing");
    }
    Status write_bundle(std::string_view, const std::string&, const std::stop_token&,
                        const ImportProgress&) override {
        return fail(ErrorCode::unsupported, "this catalog exports nothing");
    }
    Status verify(std::string_view, const std::stop_token&, const ImportProgress&) override {
        return {};
    }

    Status use(std::string_view name) override {
        if (auto found = find(name); !found) {
            return std::unexpected(found.error());
        }
        chosen = name;
        return {};
    }
    Status remove(std::string_view name) override {
        std::erase_if(models, [&](const auto& model) { return model.name == name; });
        return {};
    }
};

} // namespace sotto::test
