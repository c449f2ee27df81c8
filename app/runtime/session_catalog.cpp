#include "app/runtime/session_catalog.h"

#include <utility>

namespace sotto::app {

namespace {

std::unexpected<Error> not_in_a_session() {
    return fail(ErrorCode::unsupported, "models cannot be changed in a session without storage");
}

std::unexpected<Error> no_models() {
    return fail(ErrorCode::not_found, "there is no model on this device");
}

} // namespace

SessionCatalog::SessionCatalog(std::unique_ptr<ModelCatalog> models) : models_(std::move(models)) {}

void SessionCatalog::mark_default(ModelSummary& model) const {
    if (!chosen_.empty()) {
        model.is_default = model.name == chosen_;
    }
}

Result<std::vector<ModelSummary>> SessionCatalog::list() {
    if (!models_) {
        return std::vector<ModelSummary>();
    }
    auto all = models_->list();
    if (all) {
        for (ModelSummary& model : *all) {
            mark_default(model);
        }
    }
    return all;
}

Result<ModelDetails> SessionCatalog::find(std::string_view name) {
    if (!models_) {
        return no_models();
    }
    auto found = models_->find(name.empty() ? std::string_view(chosen_) : name);
    if (found) {
        mark_default(found->summary);
    }
    return found;
}

Result<ImportReport> SessionCatalog::import(const ImportRequest&, const std::stop_token&,
                                            const ImportProgress&) {
    return not_in_a_session();
}

Status SessionCatalog::write_bundle(std::string_view, const std::string&, const std::stop_token&,
                                    const ImportProgress&) {
    return not_in_a_session();
}

Status SessionCatalog::verify(std::string_view name, const std::stop_token& stop,
                              const ImportProgress& progress) {
    return models_ ? models_->verify(name, stop, progress) : no_models();
}

Status SessionCatalog::use(std::string_view name) {
    if (auto found = find(name); !found) {
        return std::unexpected(found.error());
    }
    chosen_ = name;
    return {};
}

Status SessionCatalog::remove(std::string_view) {
    return not_in_a_session();
}

} // namespace sotto::app
