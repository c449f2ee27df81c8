#pragma once

#include "app/export/bench_restore.h"
#include "app/export/citation_list.h"
#include "app/platform/machine.h"
#include "core/context/context_fit.h"
#include "core/conversation.h"
#include "core/document.h"
#include "core/error.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "core/ports/search.h"
#include "core/summaries/summary_service.h"
#include "inference/engine/benchmark.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

/// The JSON values of the command line, each one line that ends with a line feed. Names of keys are
/// a contract: none may go or change its meaning. Text that is not UTF-8 gets U+FFFD.

[[nodiscard]] std::string_view to_string(KvDtype form);
[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::string_view to_string(MessageState state);
[[nodiscard]] std::string_view to_string(FinishReason reason);

/// A point in time, e.g. "2025-03-01T12:00:00Z".
[[nodiscard]] std::string to_iso8601(UnixMilliseconds time);

[[nodiscard]] std::string to_json(const ImportReport& report);
[[nodiscard]] std::string to_json(const std::vector<ModelSummary>& models);
[[nodiscard]] std::string to_json(const ModelDetails& details);

/// What is told of an answer besides itself; nothing = not asked for.
struct AnswerDetails {
    std::optional<std::vector<TitledCitation>> citations;
    std::optional<ContextUse> context;
};
[[nodiscard]] std::string to_json(const Generation& answer, std::string_view model,
                                  const AnswerDetails& details);
/// The same and how the document was read.
[[nodiscard]] std::string to_json(const SummaryOutcome& summary, std::string_view model,
                                  const AnswerDetails& details);
[[nodiscard]] std::string to_json(const std::vector<ConversationSummary>& conversations);
[[nodiscard]] std::string to_json(const ConversationSummary& conversation,
                                  const std::vector<Message>& messages);

/// A document as `documents list` shows it; tokens are unknown without a model.
struct DocumentLine {
    DocumentSummary summary;
    std::optional<std::int64_t> tokens;
    std::int64_t prepared_tokens = 0; ///< of a prompt with it, these need not be read again
};
[[nodiscard]] std::string to_json(const std::vector<DocumentLine>& documents);
/// `reading`: what having it read now came to, if it was.
[[nodiscard]] std::string added_document_json(const DocumentLine& document,
                                              const std::optional<PrefillReport>& reading,
                                              double seconds);

/// Hits of a search, the best first; snippets have no marks.
[[nodiscard]] std::string to_json(const std::vector<MessageHit>& hits);
[[nodiscard]] std::string to_json(const std::vector<PassageHit>& hits);

/// Where in a document something stands, e.g. "page 12, Introduction"; empty when nothing says so.
[[nodiscard]] std::string to_string(const DocumentPlace& place);

/// A backup that was written, and one that was restored; `kept`: where the library before it is.
[[nodiscard]] std::string backup_json(std::string_view file, std::int64_t bytes);
[[nodiscard]] std::string restored_json(const std::optional<std::string>& kept);

/// A command that only did something to a model: {"name", KEY: true}.
[[nodiscard]] std::string done_json(std::string_view name, std::string_view key);
/// The same for a numbered thing: {"id", KEY: true}.
[[nodiscard]] std::string done_json(std::int64_t id, std::string_view key);

[[nodiscard]] std::string text_json(std::string_view text);
[[nodiscard]] std::string ids_json(std::span<const TokenId> ids);
/// Shape of `logits`: [positions, vocabulary].
[[nodiscard]] std::string logits_json(std::span<const float> logits, std::size_t vocabulary);
[[nodiscard]] std::string perplexity_json(double nll, std::int64_t tokens);

/// The string that a line of JSON is. Errors: invalid_input.
[[nodiscard]] Result<std::string> parse_json_string(std::string_view line);

/// Whether a context of some length fits this machine with some model. Sizes in bytes.
struct ContextVerdict {
    std::int64_t context_tokens = 0;
    std::int64_t needed_bytes = 0;
    std::string verdict; ///< "comfortable", "tight", "too large" or "beyond the model"
};

/// What `sotto bench` measured.
struct BenchmarkReport {
    std::string model; ///< or the shape
    std::size_t threads = 0;
    KvDtype kv = KvDtype::int8;
    double load_seconds = 0;                 ///< of the load that was measured with
    std::optional<double> load_cold_seconds; ///< without packed weights, which it wrote
    std::optional<double> load_warm_seconds; ///< with them; nothing = they cannot be kept
    std::int64_t peak_resident_bytes = 0;    ///< since the end of the cold load
    std::vector<inference::BenchmarkResult> results;
    std::vector<RestoreResult> restore; ///< empty unless asked for
};
[[nodiscard]] std::string to_json(const BenchmarkReport& report);

/// What `sotto doctor` found.
struct DoctorReport {
    Machine machine;
    std::optional<std::int64_t> disk_free_bytes;
    std::string data_folder;
    std::string library_state; ///< "ok" or a sentence
    std::string models_state;  ///< "ok" or a sentence
    std::vector<ModelSummary> models;
    std::string default_model; ///< empty = none
    std::vector<ContextVerdict> verdicts;
};
[[nodiscard]] std::string to_json(const DoctorReport& report);

} // namespace sotto::app
