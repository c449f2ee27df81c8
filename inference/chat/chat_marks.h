#pragma once

#include "inference/family/family.h"

#include <array>
#include <string_view>

namespace sotto::inference {

/// The control tokens and words of a kind that marks turns with tokens.
struct ChatMarks {
    ChatTemplateKind kind;
    std::string_view open;      ///< before the role
    std::string_view close;     ///< after the role; empty = a line break separates it
    std::string_view end;       ///< after the text
    std::string_view gap;       ///< text between the role's mark and the text
    std::string_view between;   ///< text after `end`
    std::string_view assistant; ///< the assistant's role
    bool adds_bos = true;
    bool strips_texts = false;                  ///< every message without white space at its ends
    std::array<std::string_view, 4> stops = {}; ///< control tokens that end an answer
};

[[nodiscard]] const ChatMarks& chat_marks(ChatTemplateKind kind);

} // namespace sotto::inference
