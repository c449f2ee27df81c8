#pragma once

#include "app/cli/command_context.h"
#include "core/document.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sotto::app {

/// The progress of a prefill: percent, tokens, tokens per second and the time left, as far as they
/// are known. `begun_at`: tokens that were cached at the start; `seconds`: since the start.
[[nodiscard]] std::string reading_line(const Progress& progress, std::int64_t begun_at,
                                       double seconds);

/// Prefills a document into the KV cache, so that questions about it are answered at once, showing
/// the progress on standard error. An interruption keeps what was read. Errors: not_found (no such
/// model), of its files; as LanguageModel::prefill.
[[nodiscard]] Result<PrefillReport> prefill_document(CommandContext& context,
                                                     const std::string& model, DocumentId id,
                                                     const DocumentText& document);

/// How many tokens of each document the KV cache of the default model holds; empty when there is no
/// model. Shape: as `documents`.
[[nodiscard]] std::vector<std::int64_t>
count_cached_tokens(CommandContext& context, const std::vector<DocumentText>& documents);

} // namespace sotto::app
