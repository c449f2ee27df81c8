#pragma once

#include "core/document.h"
#include "core/error.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// Reads a file, or standard input where `path` is "-", byte for byte.
/// Errors: as ForeignFile::open, and invalid_input (more than 64 MiB).
[[nodiscard]] Result<std::string> read_bytes(const std::string& path);

/// Plain text for a prompt: UTF-8, without a byte order mark, with line feeds as line ends.
/// Errors: unsupported (another file type, which the sentence names), invalid_input (empty or not
/// UTF-8). `what` names the text in the sentence.
[[nodiscard]] Result<std::string> clean_text(std::string bytes, std::string_view what);

/// The title of a document that has none of its own: the file's name, on one line.
[[nodiscard]] std::string document_title(const std::string& path);

/// A document from one of our own text files, with the file's name as title. Foreign files go
/// through ExtractorClient. Errors: as read_bytes and clean_text.
[[nodiscard]] Result<DocumentText> read_document(const std::string& path);

/// Whether `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// A prompt of the command line: itself, or where it is "-" the text on standard input, without its
/// last line feed. Errors: as read_bytes and clean_text.
[[nodiscard]] Result<std::string> read_prompt(const std::string& argument);

} // namespace sotto::app
