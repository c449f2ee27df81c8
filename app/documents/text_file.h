#pragma once

#include "core/document.h"
#include "core/error.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// Reads a file, or standard input where `path` is "-", byte for byte.
/// Errors: not_found, io, invalid_input (a folder; more than 64 MiB).
[[nodiscard]] Result<std::string> read_bytes(const std::string& path);

/// Plain text as a prompt takes it: UTF-8, without byte order mark, lines ended by line feeds.
/// Errors: unsupported (another kind of file: the sentence names the kind), invalid_input (empty,
/// or not UTF-8). `what` names the text in the sentence.
[[nodiscard]] Result<std::string> clean_text(std::string bytes, std::string_view what);

/// What a document is called that does not name itself: the file's name, on one line.
[[nodiscard]] std::string document_title(const std::string& path);

/// Why a file could not be read, from the system's error number.
[[nodiscard]] Error file_error(int number, const std::string& path);

/// A document from a text file of ours, titled with the file's name; foreign files go through
/// ExtractorClient. Errors: as read_bytes and clean_text.
[[nodiscard]] Result<DocumentText> read_document(const std::string& path);

/// Whether `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

} // namespace sotto::app
