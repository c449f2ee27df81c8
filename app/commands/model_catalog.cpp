#include "app/commands/model_catalog.h"

#include "app/cli/command_context.h"
#include "app/cli/number_format.h"
#include "app/json/model_json.h"
#include "inference/import/published_models.h"

#include <algorithm>
#include <cstddef>
#include <format>
#include <string>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

/// The details of all imported models; the built-in one is not in the catalogue.
Result<std::vector<ModelDetails>> imported_models(ModelCatalog& catalog) {
    const auto summaries = catalog.list();
    if (!summaries) {
        return std::unexpected(summaries.error());
    }
    std::vector<ModelDetails> all;
    for (const ModelSummary& summary : *summaries) {
        if (summary.is_built_in) {
            continue;
        }
        // Another program may be removing it.
        if (auto details = catalog.find(summary.name)) {
            all.push_back(std::move(*details));
        }
    }
    return all;
}

std::string table_of(const std::vector<CatalogLine>& lines) {
    std::size_t name = 4;
    std::size_t licence = 7;
    for (const CatalogLine& line : lines) {
        name = std::max(name, line.model.name.size());
        licence = std::max(licence, line.model.licence.size());
    }
    std::string text = std::format("{:<{}}  {:>8}  {:>8}  {:>8}  {:<{}}  {:<9}  {}\n", "NAME", name,
                                   "SIZE", "CONTEXT", "MEMORY", "LICENCE", licence, "", "PAGE");
    for (const auto& [model, is_installed] : lines) {
        text += std::format("{:<{}}  {:>8}  {:>8}  {:>8}  {:<{}}  {:<9}  {}\n", model.name, name,
                            model.file ? format_bytes(model.file->bytes) : "-",
                            format_integer(model.context_tokens), format_bytes(model.memory_bytes),
                            model.licence, licence, is_installed ? "installed" : "", model.page);
    }
    return text;
}

/// What to fetch of the models that are more than one file.
std::string download_notes(const std::vector<CatalogLine>& lines) {
    std::string text;
    for (const auto& [model, is_installed] : lines) {
        if (model.file || is_installed) {
            continue;
        }
        std::string files;
        for (const std::string& one : model.download) {
            files += (files.empty() ? "" : ", ") + one;
        }
        text += std::format("  {}: {}\n", model.name, files);
    }
    return text.empty() ? ""
                        : "\nTo be downloaded from their pages into a folder, which sotto models "
                          "import reads:\n" +
                              text;
}

ExitStatus run_catalog(CommandContext& context) {
    const auto models = inference::read_published_models(context.paths().published_models);
    if (!models) {
        context.report(models.error());
        return ExitStatus::failed; // nothing that the user gave is wrong
    }
    const auto imported = context.wait_for(context.runtime().catalog(), imported_models);
    if (!imported) {
        return context.report(imported.error());
    }
    std::vector<CatalogLine> lines;
    for (const PublishedModel& model : *models) {
        lines.push_back({model, inference::is_imported(model, *imported)});
    }
    return context.print(context.wants_json() ? to_json(lines)
                                              : table_of(lines) + download_notes(lines));
}

} // namespace

void add_model_catalog(CLI::App& group, Command& command) {
    define_command(
        *group.add_subcommand("catalog", "List models that can be had, and from where (offline)"),
        command, run_catalog);
}

} // namespace sotto::app
