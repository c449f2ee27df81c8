#pragma once

#include "core/ports/language_model.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Documents as a model reads them.
struct DocumentMessage {
    std::string text;
    std::vector<std::size_t> document_ends; ///< offset of the byte after each document
};

/// The documents, each between two tags that its text and title cannot contain:
/// `<document title="a.txt">`, the text, `</document>`. A document that speaks of such tags gets
/// others: `<document-2 …>`. The same documents always give the same text, so that their KV blocks
/// are reused in each turn.
[[nodiscard]] DocumentMessage compose_document_message(const std::vector<DocumentText>& documents);

/// For models that were trained with documents in the system message: the instructions, then the
/// documents between lines of hyphens.
[[nodiscard]] DocumentMessage compose_system_message(const ChatPrompt& prompt);

/// A conversation's title: the first line of its first message, cut at a word to 48 characters.
[[nodiscard]] std::string title_from(std::string_view text);

} // namespace sotto
