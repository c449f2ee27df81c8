#pragma once

#include "app/commands/citation_list.h"
#include "app/commands/context.h"
#include "core/citations.h"
#include "core/ids.h"

#include <memory>
#include <string_view>
#include <vector>

namespace sotto::app {

/// Where the answers of a conversation were read; the index of its documents is made with the first
/// answer and kept until they change. Runs on: the main thread, outside its loop.
class ChatCitations {
public:
    explicit ChatCitations(CommandContext& context) : context_(context) {}

    /// The conversation has got, or may have, other documents.
    void forget() { index_.reset(); }

    /// Prints where an answer was read, if it is found.
    void show(ConversationId conversation, std::string_view answer);

private:
    Result<std::vector<DocumentText>> read_documents(ConversationId conversation);

    CommandContext& context_;
    std::unique_ptr<const CitationIndex> index_;
};

} // namespace sotto::app
