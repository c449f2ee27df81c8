#pragma once

#include <compare>
#include <cstdint>

namespace sotto {

/// An index into a model's vocabulary.
using TokenId = std::int32_t;

/// The id of a row in the library; 0 = not stored. One type per table, so that ids of different
/// tables cannot be mixed up.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    [[nodiscard]] bool is_valid() const { return value != 0; }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using ConversationId = Id<struct ConversationTag>;
using MessageId = Id<struct MessageTag>;
using DocumentId = Id<struct DocumentTag>;

/// Milliseconds since 1970-01-01 UTC.
using UnixMilliseconds = std::int64_t;

} // namespace sotto
