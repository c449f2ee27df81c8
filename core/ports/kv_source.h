#pragma once

#include "core/ids.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace sotto {

/// Something of the library from whose text keys and values were computed; they are removed with
/// it.
struct KvSource {
    enum class Kind : std::uint8_t { conversation = 0, document = 1 };
    Kind kind = Kind::conversation;
    std::int64_t id = 0;

    explicit KvSource(ConversationId conversation) : id(conversation.value) {}
    explicit KvSource(DocumentId document) : kind(Kind::document), id(document.value) {}
    KvSource(Kind of_kind, std::int64_t of_id) : kind(of_kind), id(of_id) {}
    friend auto operator<=>(const KvSource&, const KvSource&) = default;
};
using KvSources = std::vector<KvSource>;

/// Of what keys and values have to be removed, since its text is no longer in the library.
struct KvRemoval {
    KvSources gone;                        ///< as a whole; their ids are never used again
    std::vector<ConversationId> shortened; ///< conversations that lost turns
    [[nodiscard]] bool is_empty() const { return gone.empty() && shortened.empty(); }
};

} // namespace sotto
