#pragma once

#include "core/conversation.h"
#include "core/error.h"
#include "storage/sqlite/sqlite.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// The columns that read_message() expects.
inline constexpr std::string_view kMessageColumns =
    "message.id, role, state, text, token_ids, model, created_at, finish_reason, prompt_tokens, "
    "reused_tokens, generated_tokens, first_token_seconds, prefill_tokens_per_second, "
    "decode_tokens_per_second, truncated_turns, summarized_turns, document_parts, "
    "of_document_parts, parent_id";

/// The message of the current row. Errors: corrupt_data.
[[nodiscard]] Result<Message> read_message(const Statement& row);

/// The values of these in the database.
[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::string_view to_string(MessageState state);
[[nodiscard]] std::string_view to_string(FinishReason reason);

/// Token ids as they are stored: 32-bit little-endian integers.
[[nodiscard]] std::vector<std::byte> pack_token_ids(std::span<const TokenId> ids);
/// Errors: corrupt_data (the size is not a multiple of four).
[[nodiscard]] Result<std::vector<TokenId>> unpack_token_ids(std::span<const std::byte> bytes);

} // namespace sotto::storage
