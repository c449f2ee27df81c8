#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <string_view>

namespace sotto::fuzz {

/// What reading a document of 32 KiB may take beside it: its tree, and the tree's archive unpacked.
/// Unit: bytes.
inline constexpr std::size_t kDocumentHeap = std::size_t{256} << 20U;

/// Reads a file as sotto-extract does, without its protections, and ends the program where what
/// comes out is neither sound text nor a refusal, or is nothing that the program which asked would
/// believe. Returns whether there was text.
[[nodiscard]] bool check_document(std::string_view bytes, std::string_view extension);

/// The same for what a program for text recognition wrote.
[[nodiscard]] bool check_recognized(std::string_view bytes);

} // namespace sotto::fuzz
