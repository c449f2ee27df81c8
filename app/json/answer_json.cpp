#include "app/json/answer_json.h"

#include "app/json/enum_names.h"
#include "app/json/json_line.h"

namespace sotto::app {

namespace {

Json citations_json(const std::vector<TitledCitation>& citations) {
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

Json context_json(const ContextUse& use) {
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

Json answer_json(const Generation& answer, std::string_view model, const AnswerDetails& details) {
    const GenerationStats& stats = answer.stats;
    Json json{{"text", answer.text},
              {"thinking", answer.thinking},
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
        json["citations"] = citations_json(*details.citations);
    }
    if (details.context) {
        json["context"] = context_json(*details.context);
    }
    return json;
}

} // namespace

std::string to_json(const Generation& answer, std::string_view model,
                    const AnswerDetails& details) {
    return line_of(answer_json(answer, model, details));
}

std::string to_json(const SummaryOutcome& summary, std::string_view model,
                    const AnswerDetails& details) {
    Json json = answer_json(summary.generation, model, details);
    json["parts"] = summary.reading.parts;
    json["kept_parts"] = summary.reading.kept_parts;
    json["document_tokens"] = summary.reading.document_tokens;
    return line_of(json);
}

} // namespace sotto::app
