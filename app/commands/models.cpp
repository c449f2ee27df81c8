#include "app/answers/open_model.h"
#include "app/cli/command_list.h"
#include "app/cli/numbers.h"
#include "app/export/json_output.h"
#include "inference/model/manifest.h"

#include <algorithm>
#include <format>
#include <utility>

namespace sotto::app {

namespace {

// What its makers ask of those who use a model; empty when we know of nothing.
std::string_view licence_notice(std::string_view licence) {
    if (licence.contains("FAIR") || licence.contains("fair-noncommercial")) {
        return "Meta licenses this model for non-commercial research only (FAIR Noncommercial "
               "Research License); by importing it you say that you accepted its terms.";
    }
    if (licence.contains("Llama") || licence.contains("llama")) {
        return "Built with Llama. Meta licenses this model under the Llama Community License; by "
               "importing it you say that you accepted its terms and its acceptable use policy.";
    }
    if (licence.contains("Gemma") || licence.contains("gemma")) {
        return "Google provides this model under the Gemma Terms of Use; by importing it you say "
               "that you accepted them and the prohibited use policy.";
    }
    return {};
}

// Shows progress on a terminal, when it changes.
class ImportProgressPrinter {
public:
    explicit ImportProgressPrinter(CommandContext& context) : context_(context) {}

    /// Runs on: the storage thread.
    void operator()(std::string_view what, std::int64_t done, std::int64_t total) {
        if (total == 0) {
            context_.loop().post_always([&context = context_, sentence = std::string(what)] {
                context.terminal().message(sentence);
            });
            return;
        }
        const std::int64_t percent =
            total > 0 ? std::clamp<std::int64_t>(done * 100 / total, 0, 100) : 0;
        if (percent == percent_ && what == what_) {
            return;
        }
        percent_ = percent;
        what_ = what;
        context_.loop().post_always(
            [&context = context_, line = std::format("{}: {} %", what, percent)] {
                context.terminal().show_status(line);
            });
    }

private:
    CommandContext& context_;
    std::int64_t percent_ = -1;
    std::string what_;
};

std::string line_of(const ModelSummary& model) {
    return std::format(
        "{} {:<24} {:<14} {:<5} {:>9} {:>9} tokens{}\n", model.is_default ? "*" : " ", model.name,
        model.family, inference::to_string(model.weights), bytes_text(model.bytes),
        with_separators(model.context_tokens), model.is_built_in ? "  (tiny, built in)" : "");
}

// What calibration was good for, as two sentences.
std::string calibration_text(const CalibrationReport& report) {
    const double cost = report.loss_rounded - report.loss_before;
    const double left = report.loss_after - report.loss_before;
    std::string text = std::format(
        "Calibrated: on a text that was held back, the loss is {:.4f} nats a token, {:.4f} with "
        "weights rounded to the nearest and {:.4f} with the original ones",
        report.loss_after, report.loss_rounded, report.loss_before);
    if (cost > 0) {
        text += std::format(": {:.0f} % of what rounding costs is won back",
                            std::clamp(100 * (1 - left / cost), 0.0, 100.0));
    }
    text += ".";
    if (report.int8_matrices > 0) {
        text += std::format(" {} matrices are kept in int8.", report.int8_matrices);
    }
    return text;
}

void print_licence(CommandContext& context, const ModelDetails& details) {
    if (const auto notice = licence_notice(details.licence); !notice.empty()) {
        context.terminal().message("Licence: " + std::string(notice));
    }
}

// The licence is known once the model is here.
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

} // namespace

ExitStatus run(const ModelsImport& options, CommandContext& context) {
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
                                     model.name, model.family, count_text(model.parameters),
                                     inference::to_string(model.weights), bytes_text(model.bytes),
                                     report->seconds));
}

ExitStatus run(const ModelsList&, CommandContext& context) {
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

ExitStatus run(const ModelsExport& options, CommandContext& context) {
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
                             : options.name + " is exported; on the other device: sotto models "
                                              "import PATH\n");
}

ExitStatus run(const ModelsInfo& options, CommandContext& context) {
    const auto details = find_model(context, options.name);
    if (!details) {
        return context.report_model(details.error());
    }
    if (context.wants_json()) {
        return context.print(to_json(*details));
    }
    const ModelSummary& model = details->summary;
    const std::string_view notice = licence_notice(details->licence);
    std::string notes;
    for (const std::string& note : details->notes) {
        notes += "Note        " + note + "\n";
    }
    return context.print(
        std::format("Name        {}{}\nFamily      {}\nParameters  {}\nWeights    "
                    " {}, {}\nContext     {} tokens\n"
                    "Recipe      {}\nLicence     {}{}{}\nSource      {}\nFolder      {}\n{}{}{}{}",
                    model.name, model.is_default ? " (default)" : "", model.family,
                    count_text(model.parameters), inference::to_string(model.weights),
                    bytes_text(model.bytes), with_separators(model.context_tokens),
                    details->recipe.empty() ? "unknown" : details->recipe, details->licence,
                    notice.empty() ? "" : ". ", notice, details->source, model.folder, notes,
                    details->calibration ? calibration_text(*details->calibration) + "\n" : "",
                    details->card.empty() ? "" : "\n", details->card));
}

ExitStatus run(const ModelsVerify& options, CommandContext& context) {
    return change_model(context, options.name, "verified",
                        " is intact: every file is as it was when it was imported.",
                        [&](ModelCatalog& catalog) { return catalog.verify(options.name); });
}

ExitStatus run(const ModelsUse& options, CommandContext& context) {
    return change_model(context, options.name, "default", " is the default model now.",
                        [&](ModelCatalog& catalog) { return catalog.use(options.name); });
}

ExitStatus run(const ModelsRemove& options, CommandContext& context) {
    return change_model(context, options.name, "removed", " is removed.",
                        [&](ModelCatalog& catalog) { return catalog.remove(options.name); });
}

} // namespace sotto::app
