#pragma once

#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "core/document.h"
#include "core/error.h"
#include "core/ports/text_extractor.h"

#include <string>

namespace sotto::app {

/// The text of a file of any kind, extracted in a sandboxed process. Standard error shows which
/// protections of the sandbox this system lacks, the page while text is recognized, and notes. An
/// interruption stops it. Errors: as ExtractorClient::extract; where OCR would help, the sentence
/// says so.
[[nodiscard]] Result<DocumentText>
extract_document(CommandContext& context, const std::string& file, Recognition recognition);

/// Errors: invalid_input (more than one of the files and the prompt are "-", standard input).
[[nodiscard]] Status check_inputs(const DocumentOptions& documents, const std::string& prompt);

} // namespace sotto::app
