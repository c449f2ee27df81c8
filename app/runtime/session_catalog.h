#pragma once

#include "core/ports/model_catalog.h"

#include <memory>
#include <string>

namespace sotto::app {

/// The models of another catalog for a session that leaves no trace: use() holds until the program
/// ends, and models are not imported, exported or removed (`unsupported`). Runs on: as that
/// catalog.
class SessionCatalog final : public ModelCatalog {
public:
    /// `models`: null = there are none.
    explicit SessionCatalog(std::unique_ptr<ModelCatalog> models);

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
    void mark_default(ModelSummary& model) const;

    std::unique_ptr<ModelCatalog> models_;
    std::string chosen_; // empty = the other catalog's default
};

} // namespace sotto::app
