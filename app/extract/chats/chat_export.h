#pragma once

#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// Conversations that a chat program exported, recognized by their content: ChatGPT, Claude (also
/// the ZIP archives of both), Open WebUI, LM Studio, Jan, GPT4All, lists of messages as the OpenAI
/// API has them, and Sotto's own. The text is one JSON object on each line, of the kind that
/// `sotto conversations export` writes; the title names the program. Of a conversation with several
/// branches, the one shown last is kept; images, files and tools are named in brackets; thoughts
/// are left out. Errors: unsupported (none of these), damaged, too_large, forbidden, locked, empty.
[[nodiscard]] Extraction extract_chats(std::string_view bytes);

} // namespace sotto::extract
