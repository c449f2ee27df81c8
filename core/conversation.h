#pragma once

#include "core/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Who wrote a message.
enum class Role { system, user, assistant };

/// Where a stored message stands.
enum class MessageState {
    complete,    ///< written to its end (or to the token limit)
    writing,     ///< an answer in progress; found at start-up, it means the program was killed
    interrupted, ///< the user stopped it, or the program ended while it was being written
    failed,      ///< ended by an error; what was written is kept
};

/// Why an answer ended.
enum class FinishReason { stop, length, cancelled };

/// Measured facts about one answer. Durations in seconds, rates in tokens per second.
struct GenerationStats {
    FinishReason reason = FinishReason::stop;
    std::int64_t prompt_tokens = 0;    ///< all tokens the model saw before it wrote
    std::int64_t reused_tokens = 0;    ///< of these, found in the KV cache and not computed again
    std::int64_t restored_tokens = 0;  ///< of the reused ones, read from the disk; not saved
    double restore_seconds = 0;        ///< that took; not saved
    std::int64_t generated_tokens = 0; ///< the ending stop token not counted
    double first_token_seconds = 0;    ///< from the request's start on the inference thread
    double prefill_tokens_per_second = 0;
    double decode_tokens_per_second = 0;
};

/// What an answer was not written from, or only in part, since it did not fit the context.
struct Truncation {
    std::int64_t turns = 0;             ///< oldest ones that were not read
    std::int64_t summarized_turns = 0;  ///< oldest ones of which a summary was read
    std::int64_t document_parts = 0;    ///< of the documents that were read; 0 = in full
    std::int64_t of_document_parts = 0; ///< parts they have
    friend bool operator==(const Truncation&, const Truncation&) = default;
};

/// One message as it is stored.
struct Message {
    MessageId id;
    Role role = Role::user;
    MessageState state = MessageState::complete;
    std::string text; ///< UTF-8
    /// The exact ids the model produced (assistant messages), so that the next turn finds its KV:
    /// re-tokenizing model output may differ. Empty for what people wrote.
    std::vector<TokenId> token_ids;
    /// Name of the model that wrote it; the ids above mean something to that model only.
    std::string model;
    UnixMilliseconds created_at = 0;
    std::optional<GenerationStats> stats;
    Truncation left_out = {}; // NOLINT(readability-redundant-member-init)
};

/// A conversation as lists show it.
struct ConversationSummary {
    ConversationId id;
    std::string title; ///< UTF-8, one line
    UnixMilliseconds created_at = 0;
    UnixMilliseconds updated_at = 0;
    std::int64_t message_count = 0;
};

} // namespace sotto
