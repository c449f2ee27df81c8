#pragma once

#include "app/commands/context.h"
#include "core/document.h"
#include "core/error.h"

#include <string>

namespace sotto::app {

/// The text of a file of any kind, read in a process of its own; says on standard error when the
/// system lacks a wall around it. An interruption stops the reading.
/// Errors: as DocumentReader::read.
[[nodiscard]] Result<DocumentText> extract_document(CommandContext& context,
                                                    const std::string& file);

} // namespace sotto::app
