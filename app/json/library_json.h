#pragma once

#include "core/conversation.h"
#include "core/document.h"
#include "core/ports/language_model.h"
#include "core/ports/search.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

// The JSON of the command line: each value is one line that ends with a line feed. The keys are
// part of the program's interface: none may go or change its meaning. Invalid UTF-8 becomes U+FFFD.

[[nodiscard]] std::string to_json(const std::vector<ConversationSummary>& conversations);
[[nodiscard]] std::string to_json(const Conversation& conversation);

/// A document in the list; its tokens are unknown without a model.
struct DocumentLine {
    DocumentSummary summary;
    std::optional<std::int64_t> tokens;
    std::int64_t prepared_tokens = 0; ///< of a prompt with it, so many are in the KV cache
};
[[nodiscard]] std::string to_json(const std::vector<DocumentLine>& documents);

/// A document that was added.
struct AddedDocument {
    DocumentLine document;
    std::optional<PrefillReport> prefill; ///< of reading it at once, if that was asked for
    double seconds = 0;
};
[[nodiscard]] std::string added_document_json(const AddedDocument& added);

/// A file that was not added, and why.
struct RefusedFile {
    std::string file;
    std::string reason;
};
/// The documents of a folder: {"documents": [...], "refused": [{"file", "reason"}]}.
[[nodiscard]] std::string added_folder_json(const std::vector<AddedDocument>& added,
                                            const std::vector<RefusedFile>& refused);

/// Hits of a search, the best first; snippets have no highlighting.
[[nodiscard]] std::string to_json(const std::vector<MessageHit>& hits);
[[nodiscard]] std::string to_json(const std::vector<PassageHit>& hits);

/// A place in a document, e.g. "page 12, Introduction"; empty when it has neither.
[[nodiscard]] std::string to_string(const DocumentPlace& place);

/// A backup that was written, or restored. `kept`: where the previous library is.
[[nodiscard]] std::string backup_json(std::string_view file, std::int64_t bytes);
[[nodiscard]] std::string restored_json(const std::optional<std::string>& kept);

/// Conversations that were imported: {"id", "imported": true, "ids"}; `id` is the first of them.
[[nodiscard]] std::string imported_json(const std::vector<ConversationId>& ids);

/// A command that changed a model and has no other result: {"name", KEY: true}.
[[nodiscard]] std::string done_json(std::string_view name, std::string_view key);
/// The same for a conversation or document: {"id", KEY: true}.
[[nodiscard]] std::string done_json(std::int64_t id, std::string_view key);

} // namespace sotto::app
