#include "app/answers/chosen_model.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/number_format.h"
#include "app/commands/model_catalog.h"
#include "app/commands/model_text.h"
#include "app/commands/model_transfer.h"
#include "app/json/library_json.h"
#include "app/json/model_json.h"
#include "inference/model/manifest.h"

#include <format>
#include <string>
#include <string_view>
#include <utility>

namespace sotto::app {

namespace {

struct NameOptions {
    std::string name;
};

std::string line_of(const ModelSummary& model) {
    return std::format("{} {:<24} {:<14} {:<5} {:>9} {:>9} tokens{}\n",
                       model.is_default ? "*" : " ", model.name, model.family, model.weights_name,
                       format_bytes(model.bytes), format_integer(model.context_tokens),
                       model.is_built_in ? "  (tiny, built in)" : "");
}

template <class Function>
ExitStatus change_model(CommandContext& context, const std::string& name, std::string_view key,
                        std::string_view sentence, Function function) {
    const Status changed = context.wait_for(context.runtime().catalog(), std::move(function));
    if (!changed) {
        return context.report_model(changed.error());
    }
    return context.print(context.wants_json() ? done_json(name, key)
                                              : name + std::string(sentence) + "\n");
}

ExitStatus run_list(CommandContext& context) {
    const auto models = context.wait_for(context.runtime().catalog(),
                                         [](ModelCatalog& catalog) { return catalog.list(); });
    if (!models) {
        return context.report(models.error());
    }
    if (context.wants_json()) {
        return context.print(to_json(*models));
    }
    if (models->empty()) {
        context.terminal().message(
            "There is no model yet; import one with: sotto models import PATH");
    }
    std::string text;
    for (const ModelSummary& model : *models) {
        text += line_of(model);
    }
    return context.print(text);
}

ExitStatus run_info(const NameOptions& options, CommandContext& context) {
    const auto details = find_model(context, options.name);
    if (!details) {
        return context.report_model(details.error());
    }
    if (context.wants_json()) {
        return context.print(to_json(*details));
    }
    const ModelSummary& model = details->summary;
    std::string notes;
    for (const std::string& note : details->notes) {
        notes += "Note        " + note + "\n";
    }
    return context.print(std::format(
        "Name        {}{}\nFamily      {}\nParameters  {}\nWeights    "
        " {}, {}\nContext     {} tokens\n"
        "Recipe      {}\nLicence     {}\n{}Folder      {}\n{}{}{}{}",
        model.name, model.is_default ? " (default)" : "", model.family,
        format_approximate(model.parameters), model.weights_name, format_bytes(model.bytes),
        format_integer(model.context_tokens), details->recipe.empty() ? "unknown" : details->recipe,
        licence_text(details->licence), origin_text(*details), model.folder, notes,
        details->calibration ? calibration_text(*details->calibration) + "\n" : "",
        details->card.empty() ? "" : "\n", details->card));
}

ExitStatus run_verify(const NameOptions& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    return change_model(
        context, options.name, "verified", " is intact: no file has changed since the import.",
        [&](ModelCatalog& catalog) {
            return catalog.verify(options.name, stop,
                                  [](std::string_view, std::int64_t, std::int64_t) {});
        });
}

ExitStatus run_use(const NameOptions& options, CommandContext& context) {
    return change_model(context, options.name, "default", " is the default model now.",
                        [&](ModelCatalog& catalog) { return catalog.use(options.name); });
}

ExitStatus run_remove(const NameOptions& options, CommandContext& context) {
    return change_model(context, options.name, "removed", " is removed.",
                        [&](ModelCatalog& catalog) { return catalog.remove(options.name); });
}

void add_named_model_command(CLI::App& group, Command& command, const char* name, const char* help,
                             ExitStatus (*run)(const NameOptions&, CommandContext&)) {
    CLI::App& app = *group.add_subcommand(name, help);
    app.add_option("NAME", define_command(app, command, run).name, "Name of the model")->required();
}

} // namespace

void add_models(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("models", "Import, list and check models");
    group.require_subcommand(1);
    group.footer(kModelExamples);
    add_model_import(group, command);
    add_model_catalog(group, command);
    define_command(*group.add_subcommand("list", "List the models"), command, run_list);
    add_named_model_command(group, command, "info", "Show what is known about a model", run_info);
    add_named_model_command(group, command, "verify", "Compare every file with its stored hash",
                            run_verify);
    add_named_model_command(group, command, "use", "Make a model the default", run_use);
    add_named_model_command(group, command, "remove", "Delete an imported model", run_remove);
    add_model_export(group, command);
}

} // namespace sotto::app
