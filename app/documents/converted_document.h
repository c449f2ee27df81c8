#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/protocol/text_converter.h"
#include "core/error.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace sotto::app {

/// Turns old Office documents (DOC, XLS, PPT) into text with an installed program: sotto-convert
/// runs it in a sandbox, and what it writes goes through sotto-extract like any foreign text.
class DocumentConverter {
public:
    /// `extract`: the path of sotto-extract; sotto-convert is in the same folder. `limit`: the time
    /// for each of the two.
    DocumentConverter(const std::filesystem::path& extract, std::chrono::milliseconds limit)
        : extract_(extract), convert_(extract.parent_path() / "sotto-convert"), limit_(limit) {}

    /// The text of an open, seekable file. `name`: the file's name in error messages. Runs on: any
    /// thread, which waits. Errors: unsupported (no such program is installed), corrupt_data,
    /// invalid_input (no text in it), io, cancelled.
    [[nodiscard]] Result<extract::ExtractedText> convert(int file, extract::OldDocument kind,
                                                         const std::string& name,
                                                         const std::stop_token& stop) const;

private:
    std::filesystem::path extract_;
    std::filesystem::path convert_;
    std::chrono::milliseconds limit_;
};

/// The kind of document that was refused; nothing for other refusals.
[[nodiscard]] std::optional<extract::OldDocument> old_document_of(extract::RefusalKind kind);

} // namespace sotto::app
