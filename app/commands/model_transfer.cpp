#include "app/commands/model_transfer.h"

#include "app/answers/chosen_model.h"
#include "app/cli/command_context.h"
#include "app/cli/number_format.h"
#include "app/commands/model_text.h"
#include "app/json/library_json.h"
#include "app/json/model_json.h"
#include "inference/model/manifest.h"

#include <algorithm>
#include <format>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace sotto::app {

namespace {

const std::map<std::string, WeightDtype> kWeightDtypes{
    {"int4", WeightDtype::int4}, {"int8", WeightDtype::int8}, {"f32", WeightDtype::f32}};

struct ImportOptions {
    ImportRequest request;
};

struct ExportOptions {
    std::string name;
    std::string path;
};

// Shows the progress of an import or export when it changes.
class ImportProgressPrinter {
public:
    explicit ImportProgressPrinter(CommandContext& context) : context_(context) {}

    /// Runs on: the storage thread.
    void operator()(std::string_view step, std::int64_t done, std::int64_t total) {
        if (total == 0) {
            context_.loop().post_always([&context = context_, sentence = std::string(step)] {
                context.terminal().message(sentence);
            });
            return;
        }
        const std::int64_t percent =
            total > 0 ? std::clamp<std::int64_t>(done * 100 / total, 0, 100) : 0;
        if (percent == percent_ && step == step_) {
            return;
        }
        percent_ = percent;
        step_ = step;
        context_.loop().post_always(
            [&context = context_, line = std::format("{}: {} %", step, percent)] {
                context.terminal().show_status(line);
            });
    }

private:
    CommandContext& context_;
    std::int64_t percent_ = -1;
    std::string step_;
};

void print_licence(CommandContext& context, const ModelDetails& details) {
    const ModelOrigin& origin = details.origin;
    context.terminal().message(std::format(
        "Licence: {}{}", licence_text(details.licence),
        origin.title.empty()
            ? ""
            : std::format(" ({} by {}, {})", origin.title, origin.publisher, origin.page)));
}

// The licence is known once the model is imported.
void print_notes(CommandContext& context, const ImportReport& report) {
    for (const std::string& warning : report.warnings) {
        context.terminal().message("Note: " + warning);
    }
    if (report.calibration) {
        context.terminal().message(calibration_text(*report.calibration));
    }
    if (const auto details = find_model(context, report.model.name)) {
        print_licence(context, *details);
    }
}

ExitStatus run_import(const ImportOptions& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    ImportProgressPrinter progress(context);
    const auto report = context.wait_for(
        context.runtime().catalog(), [&options, &stop, &progress](ModelCatalog& catalog) {
            return catalog.import(options.request, stop, std::ref(progress));
        });
    context.terminal().clear_status();
    if (!report) {
        return context.report(report.error());
    }
    print_notes(context, *report);
    if (context.wants_json()) {
        return context.print(to_json(*report));
    }
    const ModelSummary& model = report->model;
    return context.print(std::format("Imported {}: {}, {} parameters, {}, {}, in {:.1f} s.\n",
                                     model.name, model.family, format_approximate(model.parameters),
                                     model.weights_name, format_bytes(model.bytes),
                                     report->seconds));
}

ExitStatus run_export(const ExportOptions& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    ImportProgressPrinter progress(context);
    const Status written = context.wait_for(
        context.runtime().catalog(), [&options, &stop, &progress](ModelCatalog& catalog) {
            return catalog.write_bundle(options.name, options.path, stop, std::ref(progress));
        });
    context.terminal().clear_status();
    if (!written) {
        return written.error().code == ErrorCode::not_found ? context.report_model(written.error())
                                                            : context.report(written.error());
    }
    if (const auto details = find_model(context, options.name)) {
        print_licence(context, *details);
    }
    return context.print(context.wants_json()
                             ? done_json(options.name, "exported")
                             : options.name + " is exported; on the other device run: sotto models "
                                              "import PATH\n");
}

void add_calibration_flags(CLI::App& app, ImportRequest& request) {
    CLI::Option* const calibrate = app.add_flag_callback(
        "--calibrate", [&request] { request.calibration = ImportRequest::Calibration::always; },
        "Calibrate int4 weights with a built-in text, however long it takes (default: if the model "
        "was not trained for int4 and it takes at most 20 minutes)");
    app.add_flag_callback(
           "--no-calibrate",
           [&request] { request.calibration = ImportRequest::Calibration::never; },
           "Round int4 weights to the nearest value")
        ->excludes(calibrate);
}

} // namespace

void add_model_import(CLI::App& group, Command& command) {
    CLI::App& app =
        *group.add_subcommand("import", "Import a Hugging Face folder, a .gguf file or a bundle");
    ImportRequest& request = define_command(app, command, run_import).request;
    app.add_option("PATH", request.path,
                   "The folder with config.json and the weights, the .gguf file, or a bundle from "
                   "models export")
        ->required();
    app.add_option("--name", request.name,
                   "Name of the model (the catalogue's, or taken from the path)")
        ->type_name("NAME");
    add_choice(
        app, "--weights", request.weights,
        "Data type of the weights (the blocks of a quantized .gguf file, else int4); a bundle "
        "keeps its own",
        kWeightDtypes);
    app.add_flag_callback(
        "--allow-no-tokenizer",
        [&request] { request.tokenizer = ImportRequest::Tokenizer::optional; },
        "Import even when the folder has no tokenizer");
    add_calibration_flags(app, request);
    app.add_flag_callback(
        "--link", [&request] { request.bundle_files = ImportRequest::BundleFiles::linked; },
        "Use the files of a bundle's folder in place, as hard links: they take no extra space, and "
        "a change to one changes both");
    app.footer(kModelExamples);
}

void add_model_export(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("export", "Write a model as a bundle for another device");
    auto& options = define_command(app, command, run_export);
    app.add_option("NAME", options.name, "Name of the model")->required();
    app.add_option("PATH", options.path, "A folder or .tar file that does not exist yet")
        ->required();
}

} // namespace sotto::app
