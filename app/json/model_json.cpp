#include "app/json/model_json.h"

#include "inference/model/manifest.h"

#include <optional>
#include <utility>

namespace sotto::app {

namespace {

void add_calibration(Json& json, const std::optional<CalibrationReport>& report) {
    json["calibrated"] = report.has_value();
    if (report) {
        json["loss_before"] = report->loss_before;
        json["loss_rounded"] = report->loss_rounded;
        json["loss_after"] = report->loss_after;
        json["int8_matrices"] = report->int8_matrices;
    }
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

Json summary_json(const ModelSummary& model) {
    return {{"name", model.name},
            {"family", model.family},
            {"weights", model.weights_name},
            {"bytes", model.bytes},
            {"context", model.context_tokens},
            {"default", model.is_default},
            {"parameters", model.parameters},
            {"built_in", model.is_built_in}};
}

std::string to_json(const ImportReport& report) {
    Json json{{"name", report.model.name},
              {"family", report.model.family},
              {"parameters", report.model.parameters},
              {"weights", report.model.weights_name},
              {"bytes", report.model.bytes},
              {"seconds", report.seconds},
              {"warnings", report.warnings},
              {"linked_files", report.linked_files}};
    add_calibration(json, report.calibration);
    return line_of(json);
}

std::string to_json(const std::vector<ModelSummary>& models) {
    Json json = Json::array();
    for (const ModelSummary& model : models) {
        json.push_back(summary_json(model));
    }
    return line_of(json);
}

std::string to_json(const std::vector<CatalogLine>& lines) {
    Json json = Json::array();
    for (const auto& [model, is_installed] : lines) {
        Json row{{"name", model.name},
                 {"title", model.title},
                 {"file", nullptr},
                 {"bytes", nullptr},
                 {"sha256", nullptr},
                 {"licence", model.licence},
                 {"context", model.context_tokens},
                 {"memory", model.memory_bytes},
                 {"page", model.page},
                 {"installed", is_installed},
                 {"publisher", model.publisher},
                 {"family", model.family},
                 {"download", model.download}};
        if (model.file) {
            row["file"] = model.file->name;
            row["bytes"] = model.file->bytes;
            row["sha256"] = model.file->sha256;
        }
        json.push_back(std::move(row));
    }
    return line_of(json);
}

std::string to_json(const ModelDetails& details) {
    Json json = summary_json(details.summary);
    Json config = Json::parse(details.config_json, nullptr, false);
    json["config"] = config.is_discarded() ? Json(nullptr) : std::move(config);
    json["source"] = details.source;
    json["licence"] = details.licence;
    json["card"] = details.card;
    json["recipe"] = details.recipe;
    json["notes"] = details.notes;
    json["folder"] = details.summary.folder;
    const ModelOrigin& origin = details.origin;
    json["file"] = text_or_null(origin.file);
    json["sha256"] = text_or_null(origin.sha256);
    json["title"] = text_or_null(origin.title);
    json["publisher"] = text_or_null(origin.publisher);
    json["page"] = text_or_null(origin.page);
    add_calibration(json, details.calibration);
    return line_of(json);
}

} // namespace sotto::app
