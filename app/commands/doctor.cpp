#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/number_format.h"
#include "app/json/json_line.h"
#include "app/json/model_json.h"
#include "app/platform/build_info.h"
#include "app/platform/machine.h"
#include "app/runtime/context_verdicts.h"
#include "storage/library/library_database.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

struct DoctorReport {
    Machine machine;
    std::optional<std::int64_t> disk_free_bytes;
    std::string data_folder;
    std::string library_state; ///< "ok" or a sentence
    std::string models_state;  ///< "ok" or a sentence
    std::vector<ModelSummary> models;
    std::string default_model; ///< empty = none
    std::vector<ContextVerdict> verdicts;
};

std::string words_of(ContextVerdict::Fit fit) {
    switch (fit) {
    case ContextVerdict::Fit::comfortable:
        return "comfortable";
    case ContextVerdict::Fit::tight:
        return "tight";
    case ContextVerdict::Fit::too_large:
        return "too large";
    case ContextVerdict::Fit::beyond_model:
        break;
    }
    return "beyond the model";
}

// "ok", or what is wrong with the library.
std::string examine_library(const std::filesystem::path& file) {
    const auto damage = storage::check_library(file);
    if (!damage) {
        return damage.error().code == ErrorCode::not_found ? "ok" : damage.error().detail;
    }
    return damage->empty() ? "ok" : "damaged: " + damage->front();
}

DoctorReport examine(CommandContext& context) {
    DoctorReport report;
    report.machine = look_at_machine();
    report.data_folder = context.paths().data.string();
    report.disk_free_bytes = free_disk_bytes(context.paths().models);
    report.library_state = examine_library(context.paths().library_file());
    auto models = context.wait_for(context.runtime().catalog(),
                                   [](ModelCatalog& catalog) { return catalog.list(); });
    report.models_state = models ? "ok" : models.error().detail;
    report.models = models ? std::move(*models) : std::vector<ModelSummary>();
    const auto chosen = std::ranges::find_if(report.models, &ModelSummary::is_default);
    if (chosen != report.models.end()) {
        report.default_model = chosen->name;
        auto verdicts = context_verdicts(*chosen, report.machine.memory_available);
        if (verdicts) {
            report.verdicts = std::move(*verdicts);
        } else {
            report.models_state = verdicts.error().detail;
        }
    }
    return report;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text.empty() ? "none known" : text;
}

std::string as_text(const DoctorReport& report) {
    const Machine& machine = report.machine;
    std::string text =
        std::format("Processor     {}\nCores         {} ({} fast), {} usable\nInstructions  {}\n"
                    "Memory        {} of {} available\n",
                    machine.processor, machine.cores, machine.performance_cores,
                    machine.logical_processors, joined(machine.instruction_sets),
                    format_bytes(machine.memory_available), format_bytes(machine.memory_total));
    if (machine.memory_limit) {
        text += "Memory limit  " + format_bytes(*machine.memory_limit) + "\n";
    }
    text += std::format("Disk          {} free in {}\nVersion       {} ({})\nLibraries     {}\n"
                        "Library       {}\nModels        {} ({})\n",
                        report.disk_free_bytes ? format_bytes(*report.disk_free_bytes)
                                               : "unknown space",
                        report.data_folder, version_number(), build_commit(), library_versions(),
                        report.library_state, report.models.size(), report.models_state);
    if (report.default_model.empty()) {
        return text + "There is no model; import one with: sotto models import PATH\n";
    }
    for (const ContextVerdict& verdict : report.verdicts) {
        text += std::format("{:<13} {} tokens: {} (needs {})\n", report.default_model,
                            format_integer(verdict.context_tokens), words_of(verdict.fit),
                            format_bytes(verdict.needed_bytes));
    }
    return text;
}

Json machine_json(const Machine& machine) {
    return {{"processor", machine.processor},
            {"cores", machine.cores},
            {"performance_cores", machine.performance_cores},
            {"logical_processors", machine.logical_processors},
            {"instruction_sets", machine.instruction_sets},
            {"memory_bytes", machine.memory_total},
            {"available_memory_bytes", machine.memory_available},
            {"memory_limit_bytes", number_or_null(machine.memory_limit)}};
}

std::string as_json(const DoctorReport& report) {
    Json json = machine_json(report.machine);
    json["disk_free_bytes"] = number_or_null(report.disk_free_bytes);
    json["data_folder"] = report.data_folder;
    json["version"] = version_number();
    json["commit"] = build_commit();
    json["libraries"] = library_versions();
    json["library"] = report.library_state;
    json["models_state"] = report.models_state;
    json["models"] = Json::array();
    for (const ModelSummary& model : report.models) {
        json["models"].push_back(summary_json(model));
    }
    json["default_model"] =
        report.default_model.empty() ? Json(nullptr) : Json(report.default_model);
    json["contexts"] = Json::array();
    for (const ContextVerdict& verdict : report.verdicts) {
        json["contexts"].push_back({{"tokens", verdict.context_tokens},
                                    {"needed_bytes", verdict.needed_bytes},
                                    {"verdict", words_of(verdict.fit)}});
    }
    return line_of(json);
}

ExitStatus run(CommandContext& context) {
    const DoctorReport report = examine(context);
    const ExitStatus printed =
        context.print(context.wants_json() ? as_json(report) : as_text(report));
    const bool is_healthy = report.library_state == "ok" && report.models_state == "ok";
    return printed == ExitStatus::done && !is_healthy ? ExitStatus::failed : printed;
}

} // namespace

void add_doctor(CLI::App& root, Command& command) {
    define_command(*root.add_subcommand("doctor", "What this machine can do"), command, run);
}

} // namespace sotto::app
