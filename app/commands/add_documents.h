#pragma once

#include "app/cli/command.h"
#include "core/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::app {

/// Adds `sotto documents add`.
void add_document_adding(CLI::App& group, Command& command);

/// Behind a document's size: ", recognized text", which may have mistakes; else empty.
[[nodiscard]] std::string_view origin_text(TextOrigin origin);

/// "1,234 tokens".
[[nodiscard]] std::string tokens_text(const std::optional<std::int64_t>& tokens);

} // namespace sotto::app
