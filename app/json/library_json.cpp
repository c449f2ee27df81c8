#include "app/json/library_json.h"

#include "app/json/enum_names.h"
#include "app/json/json_line.h"

namespace sotto::app {

namespace {

Json message_json(const Message& message) {
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

Json conversation_json(const ConversationSummary& conversation) {
    return {{"id", conversation.id.value},
            {"title", conversation.title},
            {"created", to_iso8601(conversation.created_at)},
            {"updated", to_iso8601(conversation.updated_at)}};
}

} // namespace

std::string to_json(const std::vector<ConversationSummary>& conversations) {
    Json json = Json::array();
    for (const ConversationSummary& conversation : conversations) {
        json.push_back(conversation_json(conversation));
        json.back()["messages"] = conversation.message_count;
    }
    return line_of(json);
}

std::string to_json(const ConversationSummary& conversation, const std::vector<Message>& messages) {
    Json json = conversation_json(conversation);
    json["messages"] = Json::array();
    for (const Message& message : messages) {
        json["messages"].push_back(message_json(message));
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
                        {"notes", summary.notes},
                        {"added", to_iso8601(summary.added_at)}});
    }
    return line_of(json);
}

std::string added_document_json(const DocumentLine& document,
                                const std::optional<PrefillReport>& prefill, double seconds) {
    return line_of({{"id", document.summary.id.value},
                    {"title", document.summary.title},
                    {"characters", document.summary.characters},
                    {"recognized", document.summary.origin == TextOrigin::recognized},
                    {"notes", document.summary.notes},
                    {"tokens", number_or_null(document.tokens)},
                    {"prepared_tokens", document.prepared_tokens},
                    {"reused_tokens", prefill ? prefill->reused_tokens : 0},
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

} // namespace sotto::app
