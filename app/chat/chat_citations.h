#pragma once

#include "app/cli/command_context.h"
#include "app/json/citation_list.h"
#include "core/citations/citations.h"
#include "core/ids.h"
#include "core/ports/conversation_store.h"

#include <memory>
#include <string_view>
#include <vector>

namespace sotto::app {

/// Finds and prints the citations of a chat's answers. The index of the documents is built with the
/// first answer and kept until the documents change. Runs on: the main thread, outside its loop.
class ChatCitations {
public:
    explicit ChatCitations(CommandContext& context) : context_(context) {}

    /// Prints the passages that the answer of a turn comes from, if any are found.
    void show(const TurnStart& turn, std::string_view answer);

private:
    Status open(const TurnStart& turn);

    CommandContext& context_;
    std::vector<DocumentId> documents_; // of the index
    std::unique_ptr<const CitationIndex> index_;
};

} // namespace sotto::app
