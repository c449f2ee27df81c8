#include "app/export/json_line.h"
#include "app/export/json_output.h"
#include "app/platform/build_info.h"

namespace sotto::app {

namespace {

Json machine_of(const Machine& machine) {
    return {{"processor", machine.processor},
            {"cores", machine.cores},
            {"performance_cores", machine.performance_cores},
            {"logical_processors", machine.logical_processors},
            {"instruction_sets", machine.instruction_sets},
            {"memory_bytes", machine.memory_total},
            {"available_memory_bytes", machine.memory_available},
            {"memory_limit_bytes", number_or_null(machine.memory_limit)}};
}

Json seconds_of(const inference::OperatorSeconds& seconds) {
    Json json = Json::object();
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        json[inference::to_string(static_cast<inference::Operator>(i))] = seconds[i];
    }
    return json;
}

using Test = inference::BenchmarkResult::Test;

Json result_of(const inference::BenchmarkResult& result) {
    if (result.test == Test::stop) {
        return {
            {"depth", result.depth}, {"seconds", result.stop_seconds}, {"tries", result.repeat}};
    }
    Json json{{"test", inference::to_string(result.test)},
              {"tokens", result.tokens},
              {"depth", result.depth},
              {"tokens_per_second", result.tokens_per_second},
              {"spread", result.spread}};
    if (result.test == Test::quote || result.test == Test::misleading) {
        json["plain_tokens_per_second"] = result.plain_tokens_per_second;
    } else {
        json["operator_seconds"] = seconds_of(result.operator_seconds);
    }
    return json;
}

} // namespace

std::string to_json(const BenchmarkReport& report) {
    Json json{{"model", report.model},
              {"threads", report.threads},
              {"kv", to_string(report.kv)},
              {"load_seconds", report.load_seconds},
              {"load_cold_seconds", number_or_null(report.load_cold_seconds)},
              {"load_warm_seconds", number_or_null(report.load_warm_seconds)},
              {"peak_rss_bytes", report.peak_resident_bytes},
              {"results", Json::array()}};
    for (const inference::BenchmarkResult& result : report.results) {
        json[result.test == Test::stop ? "stops" : "results"].push_back(result_of(result));
    }
    for (const RestoreResult& result : report.restore) {
        json["restore"].push_back({{"tokens", result.tokens},
                                   {"bytes", result.bytes},
                                   {"store_seconds", result.store_seconds},
                                   {"restore_seconds", result.restore_seconds},
                                   {"bytes_per_second", result.bytes_per_second()},
                                   {"plain_file_seconds", result.file_seconds},
                                   {"share_of_plain_file", result.share_of_file_rate()},
                                   {"next_token_seconds", result.first_token_seconds},
                                   {"compute_seconds", result.compute_seconds},
                                   {"peak_rss_bytes", result.peak_resident_bytes},
                                   {"compute_is_measured", result.compute_is_measured},
                                   {"times_as_fast_as_computing", result.gain()}});
    }
    return line_of(json);
}

std::string to_json(const DoctorReport& report) {
    Json json = machine_of(report.machine);
    json["disk_free_bytes"] = number_or_null(report.disk_free_bytes);
    json["data_folder"] = report.data_folder;
    json["version"] = version_number();
    json["commit"] = build_commit();
    json["libraries"] = library_versions();
    json["library"] = report.library_state;
    json["models_state"] = report.models_state;
    json["models"] = Json::array();
    for (const ModelSummary& model : report.models) {
        json["models"].push_back(summary_of(model));
    }
    json["default_model"] =
        report.default_model.empty() ? Json(nullptr) : Json(report.default_model);
    json["contexts"] = Json::array();
    for (const ContextVerdict& verdict : report.verdicts) {
        json["contexts"].push_back({{"tokens", verdict.context_tokens},
                                    {"needed_bytes", verdict.needed_bytes},
                                    {"verdict", verdict.verdict}});
    }
    return line_of(json);
}

} // namespace sotto::app
