#pragma once

#include "app/cli/command_context.h"
#include "core/document.h"
#include "core/error.h"
#include "core/ports/language_model.h"
#include "core/ports/profile.h"
#include "core/ports/text_extractor.h"

#include <string>
#include <vector>

namespace sotto::app {

/// The texts of the documents of a question. Errors: as extract_document().
[[nodiscard]] Result<std::vector<DocumentText>>
extract_documents(CommandContext& context, const std::vector<std::string>& files,
                  Recognition recognition);

/// A question about documents, or without any: the profile's instructions for either.
[[nodiscard]] ChatPrompt question_prompt(const Profile& profile,
                                         std::vector<DocumentText> documents, std::string question,
                                         Thinking thinking);

/// Adds documents to the library, so that the next question about the same file finds them.
/// Returns them as the sources of a prompt. Errors: of the library.
[[nodiscard]] Result<KvSources> save_documents(CommandContext& context,
                                               const std::vector<DocumentText>& documents);

} // namespace sotto::app
