#include "app/export/json_output.h"

#include "app/export/json_line.h"
#include "inference/model/manifest.h"

#include <chrono>
#include <cmath>
#include <format>
#include <utility>

namespace sotto::app {

namespace {

Json message_of(const Message& message) {
    Json json{{"role", to_string(message.role)},
              {"text", message.text},
              {"state", to_string(message.state)},
              {"created", to_iso8601(message.created_at)}};
    if (message.role == Role::assistant) {
        json["model"] = message.model;
    }
    if (message.stats) {
        json["reason"] = to_string(message.stats->reason);
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
            {"read", use.total_document_parts > 0 ? "parts" : "full"},
            {"document_parts", use.document_parts},
            {"of_document_parts", use.total_document_parts},
            {"truncated_turns", use.truncated_turns},
            {"summarized_turns", use.summarized_turns}};
}

Json answer_of(const Generation& answer, std::string_view model, const AnswerDetails& details) {
    const GenerationStats& stats = answer.stats;
    Json json{{"text", answer.text},
              {"reason", to_string(stats.reason)},
              {"prompt_tokens", stats.prompt_tokens},
              {"reused_tokens", stats.reused_tokens},
              {"restored_tokens", stats.restored_tokens},
              {"restore_seconds", stats.restore_seconds},
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

void add_calibration(Json& json, const std::optional<CalibrationReport>& report) {
    json["calibrated"] = report.has_value();
    if (report) {
        json["loss_before"] = report->loss_before;
        json["loss_rounded"] = report->loss_rounded;
        json["loss_after"] = report->loss_after;
        json["int8_matrices"] = report->int8_matrices;
    }
}

} // namespace

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

std::string_view to_string(KvDtype form) {
    switch (form) {
    case KvDtype::int8:
        return "int8";
    case KvDtype::f16:
        return "f16";
    case KvDtype::f32:
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
    Json json{{"name", report.model.name},
              {"family", report.model.family},
              {"parameters", report.model.parameters},
              {"weights", inference::to_string(report.model.weights)},
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
    json["recipe"] = details.recipe;
    json["notes"] = details.notes;
    json["folder"] = details.summary.folder;
    add_calibration(json, details.calibration);
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
    for (const auto& [summary, tokens, prepared_tokens] : documents) {
        json.push_back({{"id", summary.id.value},
                        {"title", summary.title},
                        {"tokens", number_or_null(tokens)},
                        {"prepared_tokens", prepared_tokens},
                        {"characters", summary.characters},
                        {"recognized", summary.origin == TextOrigin::recognized},
                        {"added", to_iso8601(summary.added_at)}});
    }
    return line_of(json);
}

std::string added_document_json(const DocumentLine& document,
                                const std::optional<PrefillReport>& reading, double seconds) {
    return line_of({{"id", document.summary.id.value},
                    {"title", document.summary.title},
                    {"characters", document.summary.characters},
                    {"recognized", document.summary.origin == TextOrigin::recognized},
                    {"tokens", number_or_null(document.tokens)},
                    {"prepared_tokens", document.prepared_tokens},
                    {"reused_tokens", reading ? reading->reused_tokens : 0},
                    {"seconds", seconds}});
}

std::string to_json(const std::vector<MessageHit>& hits) {
    Json json = Json::array();
    for (const MessageHit& hit : hits) {
        json.push_back({{"id", hit.conversation.value},
                        {"title", hit.title},
                        {"role", to_string(hit.role)},
                        {"snippet", hit.snippet},
                        {"message", hit.message.value}});
    }
    return line_of(json);
}

std::string to_json(const std::vector<PassageHit>& hits) {
    Json json = Json::array();
    for (const PassageHit& hit : hits) {
        json.push_back({{"id", hit.document.value},
                        {"title", hit.title},
                        {"location", to_string(hit.place)},
                        {"snippet", hit.snippet},
                        {"offset", hit.offset},
                        {"length", hit.length}});
    }
    return line_of(json);
}

std::string to_string(const DocumentPlace& place) {
    const bool has_both = !place.page.empty() && !place.section.empty();
    return (place.page.empty() ? "" : "page " + place.page) + (has_both ? ", " : "") +
           place.section;
}

std::string backup_json(std::string_view file, std::int64_t bytes) {
    return line_of({{"file", file}, {"bytes", bytes}});
}

std::string restored_json(const std::optional<std::string>& kept) {
    return line_of({{"restored", true}, {"kept", kept ? Json(*kept) : Json(nullptr)}});
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

} // namespace sotto::app
