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

Json added_json(const AddedDocument& added) {
    const DocumentSummary& summary = added.document.summary;
    return {{"id", summary.id.value},
            {"title", summary.title},
            {"characters", summary.characters},
            {"recognized", summary.origin == TextOrigin::recognized},
            {"notes", summary.notes},
            {"tokens", number_or_null(added.document.tokens)},
            {"prepared_tokens", added.document.prepared_tokens},
            {"reused_tokens", added.prefill ? added.prefill->reused_tokens : 0},
            {"seconds", added.seconds}};
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

std::string to_json(const Conversation& conversation) {
    const std::vector<Message>& messages = conversation.messages;
    const auto place_of = [&messages](MessageId id) {
        const auto found = std::ranges::find(messages, id, &Message::id);
        return found == messages.end() ? Json() : Json(found - messages.begin());
    };
    Json json = conversation_json(conversation.summary);
    json["messages"] = Json::array();
    MessageId before;
    for (const Message& message : messages) {
        Json& object = json["messages"].emplace_back(message_json(message));
        if (message.parent != before) {
            object["parent"] = place_of(message.parent);
        }
        before = message.id;
    }
    if (conversation.leaf.is_valid() && conversation.leaf != before) {
        json["leaf"] = place_of(conversation.leaf);
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

std::string added_document_json(const AddedDocument& added) {
    return line_of(added_json(added));
}

std::string added_folder_json(const std::vector<AddedDocument>& added,
                              const std::vector<RefusedFile>& refused) {
    Json json{{"documents", Json::array()}, {"refused", Json::array()}};
    for (const AddedDocument& document : added) {
        json["documents"].push_back(added_json(document));
    }
    for (const RefusedFile& file : refused) {
        json["refused"].push_back({{"file", file.file}, {"reason", file.reason}});
    }
    return line_of(json);
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

std::string imported_json(const std::vector<ConversationId>& ids) {
    Json json{{"id", ids.front().value}, {"imported", true}, {"ids", Json::array()}};
    for (const ConversationId id : ids) {
        json["ids"].push_back(id.value);
    }
    return line_of(json);
}

std::string done_json(std::int64_t id, std::string_view key) {
    return line_of({{"id", id}, {key, true}});
}

} // namespace sotto::app
