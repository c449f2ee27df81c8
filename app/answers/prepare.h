#pragma once

#include "app/cli/command_context.h"
#include "core/document.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sotto::app {

/// How far reading is, in words: percent, tokens, tokens a second and the time left, as far as they
/// can be known. `begun_at`: tokens that had been read before; `seconds`: since then.
[[nodiscard]] std::string reading_line(const Progress& progress, std::int64_t begun_at,
                                       double seconds);

/// Has a model read a document ahead of any question about it, showing on standard error how far
/// it is. An interruption keeps what was read. Errors: not_found (no such model), of its files; as
/// LanguageModel::prefill.
[[nodiscard]] Result<PrefillReport>
prepare_document(CommandContext& context, const std::string& model, const DocumentText& document);

/// How many tokens of each document the default model need not read again; empty when there is no
/// model to ask about. Shape: as `documents`.
[[nodiscard]] std::vector<std::int64_t> count_prepared(CommandContext& context,
                                                       const std::vector<DocumentText>& documents);

/// Purges what the default model has read of a document. What cannot be forgotten now is removed
/// some day, as everything that is not used.
void purge_prepared(CommandContext& context, const DocumentText& document);

} // namespace sotto::app
