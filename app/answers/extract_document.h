#pragma once

#include "app/cli/command_context.h"
#include "core/document.h"
#include "core/error.h"
#include "core/ports/text_extractor.h"

#include <string>

namespace sotto::app {

/// The text of a file of any kind, read in a process of its own; says on standard error when the
/// system lacks a protection around it. An interruption stops the reading.
/// Where text is recognized, the page is shown on standard error; where it could be, the sentence
/// says how. Errors: as ExtractorClient::read.
[[nodiscard]] Result<DocumentText>
extract_document(CommandContext& context, const std::string& file, Recognition recognition);

} // namespace sotto::app
