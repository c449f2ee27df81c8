#pragma once

#include "app/json/json_line.h"
#include "core/ports/model_catalog.h"
#include "core/ports/published_model.h"

#include <string>
#include <vector>

namespace sotto::app {

// JSON of models: see library_json.h.

[[nodiscard]] std::string to_json(const ImportReport& report);
[[nodiscard]] std::string to_json(const std::vector<ModelSummary>& models);
[[nodiscard]] std::string to_json(const ModelDetails& details);

/// A model of the catalogue, and whether it is imported.
struct CatalogLine {
    PublishedModel model;
    bool is_installed = false;
};
/// What is not known is null; `download` names the files to fetch by hand.
[[nodiscard]] std::string to_json(const std::vector<CatalogLine>& lines);

/// A model as an element of a list.
[[nodiscard]] Json summary_json(const ModelSummary& model);

} // namespace sotto::app
