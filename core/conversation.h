#pragma once

#include "core/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// The author of a message.
enum class Role { system, user, assistant };

/// The state of a stored message.
enum class MessageState {
    complete,    ///< finished, or cut at the token limit
    writing,     ///< an answer in progress; at start-up: the program was killed meanwhile
    interrupted, ///< stopped by the user or by the end of the program
    failed,      ///< ended by an error; the text so far is kept
};

/// Why an answer ended.
enum class FinishReason { stop, length, cancelled };

/// Measurements of one answer. Units: seconds, tokens per second.
struct GenerationStats {
    FinishReason reason = FinishReason::stop;
    std::int64_t prompt_tokens = 0;    ///< of the whole prompt
    std::int64_t reused_tokens = 0;    ///< of these, found in the KV cache
    std::int64_t restored_tokens = 0;  ///< of the reused ones, read from disk; not saved
    double restore_seconds = 0;        ///< time spent on that; not saved
    std::int64_t generated_tokens = 0; ///< without the stop token
    double first_token_seconds = 0;    ///< from the request's start on the inference thread
    double prefill_tokens_per_second = 0;
    double decode_tokens_per_second = 0;
};

/// What was dropped or shortened in the prompt of an answer to make it fit the context.
struct Truncation {
    std::int64_t turns = 0;                ///< oldest turns that were dropped
    std::int64_t summarized_turns = 0;     ///< oldest turns that were replaced by a summary
    std::int64_t document_parts = 0;       ///< parts of the documents that were read; 0 = all
    std::int64_t total_document_parts = 0; ///< parts that the documents have
    friend bool operator==(const Truncation&, const Truncation&) = default;
};

/// Where a message stands among those with the same parent: an edited question, or another answer.
struct Siblings {
    std::int64_t number = 1; ///< from 1
    std::int64_t count = 1;
    MessageId previous; ///< invalid: this is the first
    MessageId next;     ///< invalid: this is the last
    friend bool operator==(const Siblings&, const Siblings&) = default;
};

/// A stored message.
struct Message {
    MessageId id;
    MessageId parent; ///< the message before it; invalid for the first of a conversation
    Role role = Role::user;
    MessageState state = MessageState::complete;
    std::string text; ///< UTF-8
    /// The exact ids that the model generated, so that the next turn finds their KV: tokenizing the
    /// text again may give others. Empty for messages of the user.
    std::vector<TokenId> token_ids;
    /// Name of the model that generated it; token_ids are ids of its vocabulary.
    std::string model;
    UnixMilliseconds created_at = 0;
    std::optional<GenerationStats> stats;
    Truncation truncation = {}; // NOLINT(readability-redundant-member-init)
    Siblings siblings = {};     // NOLINT(readability-redundant-member-init)
};

/// A conversation as lists show it.
struct ConversationSummary {
    ConversationId id;
    std::string title; ///< UTF-8, one line
    UnixMilliseconds created_at = 0;
    UnixMilliseconds updated_at = 0;
    std::int64_t message_count = 0;
};

/// A conversation with its messages: those of one branch, or all, each behind its parent.
struct Conversation {
    ConversationSummary summary;
    std::vector<Message> messages;
    /// The last message of the active branch; invalid: the last of all.
    MessageId leaf = {}; // NOLINT(readability-redundant-member-init)
};

} // namespace sotto
