#include "app/setup/file_model_setup.h"

#include "app/json/json_line.h"
#include "app/platform/machine.h"
#include "app/runtime/context_verdicts.h"
#include "app/runtime/load_marker.h"
#include "inference/files/input_file.h"
#include "inference/files/output_file.h"
#include "inference/import/model_source.h"
#include "inference/import/published_models.h"
#include "inference/xnnpack/thread_count.h"

#include <filesystem>
#include <system_error>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "setup.json";
constexpr std::size_t kMaxBytes = std::size_t{1} << 20U;

std::optional<std::string> whole_file(const fs::path& path, std::int64_t bytes) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return !error && static_cast<std::int64_t>(size) == bytes ? std::optional(path.string())
                                                              : std::nullopt;
}

} // namespace

MachineFacts FileModelSetup::machine() {
    Machine machine = look_at_machine();
    return {.processor = std::move(machine.processor),
            .cores = machine.cores,
            .threads = static_cast<std::int64_t>(inference::default_thread_count()),
            .instruction_sets = std::move(machine.instruction_sets),
            .memory_total = machine.memory_limit.value_or(machine.memory_total),
            .memory_available = machine.memory_available,
            .disk_free = free_disk_bytes(paths_.models).value_or(0),
            .data_folder = paths_.data.string()};
}

Result<std::vector<ContextVerdict>> FileModelSetup::verdicts(const ModelSummary& model) {
    return context_verdicts(model, look_at_machine().memory_available);
}

Result<std::vector<PublishedModel>> FileModelSetup::published() {
    return inference::read_published_models(paths_.published_models);
}

ModelSource FileModelSetup::look_at(const std::string& path) {
    return inference::look_at_model_source(path,
                                           published().value_or(std::vector<PublishedModel>()));
}

std::optional<std::string> FileModelSetup::find_file(const PublishedModel& model,
                                                     const std::string& folder) {
    if (!model.file) {
        return std::nullopt;
    }
    return whole_file((folder.empty() ? paths_.cache / "models" / model.name : fs::path(folder)) /
                          model.file->name,
                      model.file->bytes);
}

SetupState FileModelSetup::state() {
    if (!saves()) {
        return {.is_done = true};
    }
    SetupState state;
    const auto text = inference::read_whole_file(paths_.state / kFileName, kMaxBytes);
    const Json json = Json::parse(text.value_or(""), nullptr, false);
    if (!json.is_object()) {
        return state;
    }
    const auto flag = [&json](const char* key) {
        return json.contains(key) && json[key].is_boolean() && json[key].get<bool>();
    };
    state.is_done = flag("done");
    state.watches_downloads = flag("watches_downloads");
    const Json speeds = json.value("speeds", Json::object());
    for (const auto& [name, speed] : speeds.items()) {
        if (speed.is_array() && speed.size() == 2 && speed[0].is_number() && speed[1].is_number()) {
            state.speeds[name] = {speed[0].get<double>(), speed[1].get<double>()};
        }
    }
    return state;
}

Status FileModelSetup::save(const SetupState& state) {
    if (!saves()) {
        return {};
    }
    Json json{{"done", state.is_done}, {"watches_downloads", state.watches_downloads}};
    json["speeds"] = Json::object();
    for (const auto& [name, speed] : state.speeds) {
        json["speeds"][name] = {speed.prefill, speed.decode};
    }
    return inference::replace_file(paths_.state, kFileName, line_of(json));
}

std::string FileModelSetup::failed_load() {
    return saves() ? find_failed_load(paths_.loads()) : std::string();
}

void FileModelSetup::drop_failed_load() {
    if (saves()) {
        drop_failed_loads(paths_.loads());
    }
}

} // namespace sotto::app
