#include "storage/library/message_row.h"

#include "storage/sqlite/enum_strings.h"

#include <array>
#include <optional>

namespace sotto::storage {
namespace {

// Each in the order of its enumerators.
constexpr std::array<std::string_view, 3> kRoles = {"system", "user", "assistant"};
constexpr std::array<std::string_view, 4> kStates = {"complete", "writing", "interrupted",
                                                     "failed"};
constexpr std::array<std::string_view, 3> kReasons = {"stop", "length", "cancelled"};
static_assert(static_cast<int>(Role::assistant) == 2 &&
              static_cast<int>(MessageState::failed) == 3 &&
              static_cast<int>(FinishReason::cancelled) == 2);

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "a saved message is damaged");
}

} // namespace

std::string_view to_string(Role role) {
    return to_string(kRoles, role);
}

std::string_view to_string(MessageState state) {
    return to_string(kStates, state);
}

std::string_view to_string(FinishReason reason) {
    return to_string(kReasons, reason);
}

std::vector<std::byte> pack_token_ids(std::span<const TokenId> ids) {
    std::vector<std::byte> bytes;
    bytes.reserve(ids.size() * 4);
    for (const TokenId id : ids) {
        const auto value = static_cast<std::uint32_t>(id);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes.push_back(static_cast<std::byte>(value >> shift));
        }
    }
    return bytes;
}

Result<std::vector<TokenId>> unpack_token_ids(std::span<const std::byte> bytes) {
    if (bytes.size() % 4 != 0) {
        return damaged();
    }
    std::vector<TokenId> ids;
    ids.reserve(bytes.size() / 4);
    for (; !bytes.empty(); bytes = bytes.subspan(4)) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            value |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * i);
        }
        ids.push_back(static_cast<TokenId>(value));
    }
    return ids;
}

Result<Message> read_message(const Statement& row) {
    const auto role = parse<Role>(kRoles, row.text(1));
    const auto state = parse<MessageState>(kStates, row.text(2));
    auto token_ids = unpack_token_ids(row.blob(4));
    if (!role || !state || !token_ids) {
        return damaged();
    }
    Message message{.id = MessageId{row.integer(0)},
                    .parent = MessageId{row.integer(18)},
                    .role = *role,
                    .state = *state,
                    .text = row.text(3),
                    .token_ids = std::move(*token_ids),
                    .model = row.text(5),
                    .created_at = row.integer(6),
                    .stats = std::nullopt,
                    .truncation = {.turns = row.integer(14),
                                   .summarized_turns = row.integer(15),
                                   .document_parts = row.integer(16),
                                   .total_document_parts = row.integer(17)},
                    .siblings = {}};
    if (row.is_null(7)) {
        return message;
    }
    const auto reason = parse<FinishReason>(kReasons, row.text(7));
    if (!reason) {
        return damaged();
    }
    message.stats = GenerationStats{.reason = *reason,
                                    .prompt_tokens = row.integer(8),
                                    .reused_tokens = row.integer(9),
                                    .generated_tokens = row.integer(10),
                                    .first_token_seconds = row.real(11),
                                    .prefill_tokens_per_second = row.real(12),
                                    .decode_tokens_per_second = row.real(13)};
    return message;
}

} // namespace sotto::storage
