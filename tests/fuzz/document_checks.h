#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string_view>

namespace sotto::fuzz {

/// Memory that a document of 32 KiB may take: its tree, and its unpacked archive. Unit: bytes.
inline constexpr std::size_t kDocumentHeap = std::size_t{256} << 20U;

/// Extracts text as sotto-extract does, without its sandbox, and aborts if the result is neither
/// valid text nor a refusal, or violates the protocol. Returns whether there was text.
[[nodiscard]] bool check_document(std::string_view bytes, std::string_view extension);

/// The same for the output of a text recognition program.
[[nodiscard]] bool check_recognized(std::string_view bytes);

/// The same for what a chat program exported.
[[nodiscard]] bool check_chats(std::string_view bytes);

} // namespace sotto::fuzz
