#include "app/commands/json_output.h"

#include "app/build_info.h"
#include "inference/import/manifest.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <format>
#include <utility>

namespace sotto::app {

namespace {

using Json = nlohmann::ordered_json;

std::string line_of(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json summary_of(const ModelSummary& model) {
    return {{"name", model.name},
            {"family", model.family},
            {"weights", inference::to_string(model.weights)},
            {"bytes", model.bytes},
            {"context", model.context_tokens},
            {"default", model.is_default},
            {"parameters", model.parameters},
            {"built_in", model.is_built_in}};
}

Json message_of(const Message& message) {
    Json json{{"role", to_string(message.role)},
              {"text", message.text},
              {"state", to_string(message.state)},
              {"created", to_iso8601(message.created_at)}};
    if (message.role == Role::assistant) {
        json["model"] = message.model;
    }
    if (message.stats) {
        json["generated_tokens"] = message.stats->generated_tokens;
        json["decode_tokens_per_second"] = message.stats->decode_tokens_per_second;
    }
    return json;
}

Json citations_of(const std::vector<TitledCitation>& citations) {
    Json json = Json::array();
    for (const auto& [citation, document] : citations) {
        json.push_back({{"sentence", citation.sentence},
                        {"document", document},
                        {"location", citation.location},
                        {"offset", citation.offset},
                        {"length", citation.length},
                        {"text", citation.text}});
    }
    return json;
}

Json context_of(const ContextUse& use) {
    const ContextPlan& plan = use.plan;
    return {{"tokens", plan.context},
            {"system", plan.system},
            {"documents", plan.documents},
            {"history", plan.history},
            {"question", plan.question},
            {"answer", plan.answer},
            {"free", plan.free()},
            {"read", use.of_document_parts > 0 ? "parts" : "full"},
            {"document_parts", use.document_parts},
            {"of_document_parts", use.of_document_parts},
            {"left_out_turns", use.left_out_turns},
            {"summarized_turns", use.summarized_turns}};
}

Json answer_of(const Generation& answer, std::string_view model, const AnswerDetails& details) {
    const GenerationStats& stats = answer.stats;
    Json json{{"text", answer.text},
              {"reason", to_string(stats.reason)},
              {"prompt_tokens", stats.prompt_tokens},
              {"reused_tokens", stats.reused_tokens},
              {"generated_tokens", stats.generated_tokens},
              {"first_token_seconds", stats.first_token_seconds},
              {"prefill_tokens_per_second", stats.prefill_tokens_per_second},
              {"decode_tokens_per_second", stats.decode_tokens_per_second},
              {"token_ids", answer.token_ids},
              {"model", model}};
    if (details.citations) {
        json["citations"] = citations_of(*details.citations);
    }
    if (details.context) {
        json["context"] = context_of(*details.context);
    }
    return json;
}

Json conversation_of(const ConversationSummary& conversation) {
    return {{"id", conversation.id.value},
            {"title", conversation.title},
            {"created", to_iso8601(conversation.created_at)},
            {"updated", to_iso8601(conversation.updated_at)}};
}

template <class Number>
Json number_or_null(const std::optional<Number>& number) {
    return number ? Json(*number) : Json(nullptr);
}

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

std::string_view to_string(KvForm form) {
    switch (form) {
    case KvForm::int8:
        return "int8";
    case KvForm::f16:
        return "f16";
    case KvForm::f32:
        break;
    }
    return "f32";
}

std::string_view to_string(Role role) {
    switch (role) {
    case Role::system:
        return "system";
    case Role::user:
        return "user";
    case Role::assistant:
        break;
    }
    return "assistant";
}

std::string_view to_string(MessageState state) {
    switch (state) {
    case MessageState::complete:
        return "complete";
    case MessageState::writing:
        return "writing";
    case MessageState::interrupted:
        return "interrupted";
    case MessageState::failed:
        break;
    }
    return "failed";
}

std::string_view to_string(FinishReason reason) {
    switch (reason) {
    case FinishReason::stop:
        return "stop";
    case FinishReason::length:
        return "length";
    case FinishReason::cancelled:
        break;
    }
    return "cancelled";
}

std::string to_iso8601(UnixMilliseconds time) {
    const std::chrono::sys_seconds seconds{
        std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(time))};
    return std::format("{:%FT%TZ}", seconds);
}

std::string to_json(const ImportReport& report) {
    return line_of({{"name", report.model.name},
                    {"family", report.model.family},
                    {"parameters", report.model.parameters},
                    {"weights", inference::to_string(report.model.weights)},
                    {"bytes", report.model.bytes},
                    {"seconds", report.seconds},
                    {"warnings", report.warnings}});
}

std::string to_json(const std::vector<ModelSummary>& models) {
    Json json = Json::array();
    for (const ModelSummary& model : models) {
        json.push_back(summary_of(model));
    }
    return line_of(json);
}

std::string to_json(const ModelDetails& details) {
    Json json = summary_of(details.summary);
    Json config = Json::parse(details.config_json, nullptr, false);
    json["config"] = config.is_discarded() ? Json(nullptr) : std::move(config);
    json["source"] = details.source;
    json["licence"] = details.licence;
    json["card"] = details.card;
    json["folder"] = details.summary.folder;
    return line_of(json);
}

std::string to_json(const Generation& answer, std::string_view model,
                    const AnswerDetails& details) {
    return line_of(answer_of(answer, model, details));
}

std::string to_json(const SummaryOutcome& summary, std::string_view model,
                    const AnswerDetails& details) {
    Json json = answer_of(summary.generation, model, details);
    json["parts"] = summary.reading.parts;
    json["kept_parts"] = summary.reading.kept_parts;
    json["document_tokens"] = summary.reading.document_tokens;
    return line_of(json);
}

std::string to_json(const std::vector<ConversationSummary>& conversations) {
    Json json = Json::array();
    for (const ConversationSummary& conversation : conversations) {
        json.push_back(conversation_of(conversation));
        json.back()["messages"] = conversation.message_count;
    }
    return line_of(json);
}

std::string to_json(const ConversationSummary& conversation, const std::vector<Message>& messages) {
    Json json = conversation_of(conversation);
    json["messages"] = Json::array();
    for (const Message& message : messages) {
        json["messages"].push_back(message_of(message));
    }
    return line_of(json);
}

std::string to_json(const std::vector<DocumentLine>& documents) {
    Json json = Json::array();
    for (const auto& [summary, tokens] : documents) {
        json.push_back({{"id", summary.id.value},
                        {"title", summary.title},
                        {"tokens", number_or_null(tokens)},
                        {"prepared_tokens", 0},
                        {"characters", summary.characters},
                        {"added", to_iso8601(summary.added_at)}});
    }
    return line_of(json);
}

std::string added_document_json(const DocumentLine& document, double seconds) {
    return line_of({{"id", document.summary.id.value},
                    {"title", document.summary.title},
                    {"characters", document.summary.characters},
                    {"tokens", number_or_null(document.tokens)},
                    {"reused_tokens", 0},
                    {"seconds", seconds}});
}

std::string done_json(std::string_view name, std::string_view key) {
    return line_of({{"name", name}, {key, true}});
}

std::string done_json(std::int64_t id, std::string_view key) {
    return line_of({{"id", id}, {key, true}});
}

std::string text_json(std::string_view text) {
    return line_of(Json(text));
}

std::string ids_json(std::span<const TokenId> ids) {
    return line_of(Json(std::vector<TokenId>(ids.begin(), ids.end())));
}

std::string logits_json(std::span<const float> logits, std::size_t vocabulary) {
    // Written by hand: these are millions of numbers, each in the fewest digits that give its
    // float.
    std::string text = R"({"logits":[)";
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const bool begins_row = i % vocabulary == 0;
        text += begins_row ? (i == 0 ? "[" : "],[") : ",";
        text += std::isfinite(logits[i]) ? std::format("{}", logits[i]) : "null";
    }
    return text + (logits.empty() ? "]}\n" : "]]}\n");
}

std::string perplexity_json(double nll, std::int64_t tokens) {
    return line_of({{"nll", nll}, {"tokens", tokens}});
}

Result<std::string> parse_json_string(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_string()) {
        return fail(ErrorCode::invalid_input, "a line is not a JSON string");
    }
    return json.get<std::string>();
}

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
