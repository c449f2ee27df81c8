#pragma once

#include "app/cli/command_context.h"
#include "app/export/citation_list.h"
#include "core/citations/citations.h"
#include "core/ids.h"
#include "core/ports/conversation_store.h"

#include <memory>
#include <string_view>
#include <vector>

namespace sotto::app {

/// Where the answers of a chat were read; the index of the documents is made with the first answer
/// and kept until others are asked about. Runs on: the main thread, outside its loop.
class ChatCitations {
public:
    explicit ChatCitations(CommandContext& context) : context_(context) {}

    /// Prints where the answer of a turn was read, if it is found.
    void show(const TurnStart& turn, std::string_view answer);

private:
    Status open(const TurnStart& turn);

    CommandContext& context_;
    std::vector<DocumentId> documents_; // of the index
    std::unique_ptr<const CitationIndex> index_;
};

} // namespace sotto::app
