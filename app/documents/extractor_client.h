#pragma once

#include "app/documents/recognized_document.h"
#include "app/extract/protocol/frames.h"
#include "core/document.h"
#include "core/ports/text_extractor.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>

namespace sotto::app {

/// An extracted document, and the protections that its sandbox lacked.
struct SandboxedDocument {
    DocumentText document;
    extract::MissingProtections missing;
};

using SandboxedExtraction = std::expected<SandboxedDocument, ExtractionError>;

/// What is in a file.
enum class FileContent : std::uint8_t {
    document,
    conversations, ///< exported by a chat program; the text has one on each line, as JSON
};

/// How to extract the text of a file.
struct ExtractOptions {
    Recognition recognition = Recognition::refused;
    PageObserver on_page = [](std::uint32_t, std::uint32_t) {
    }; ///< called for each page whose text is recognized
    FileContent content = FileContent::document;
};

/// Extracts the text of files of any kind. Each file is parsed in a sandboxed process of its own,
/// sotto-extract, which can only read the open file, compute and answer. Its answer is validated,
/// so a malicious file cannot harm this process.
class ExtractorClient {
public:
    /// How long a file may take.
    static constexpr std::chrono::milliseconds kTimeLimit = std::chrono::seconds(60);

    explicit ExtractorClient(std::filesystem::path program,
                             std::chrono::milliseconds time_limit = kTimeLimit)
        : program_(std::move(program)), time_limit_(time_limit) {}

    /// The text of a file ("-": standard input), with the title from the document, else the file's
    /// name. Runs on: any thread, which waits.
    /// Errors: not_found, io, invalid_input, unsupported, corrupt_data (the sentence names file and
    /// reason), cancelled.
    [[nodiscard]] SandboxedExtraction extract(const std::string& path, const std::stop_token& stop,
                                              const ExtractOptions& options = {}) const;

private:
    [[nodiscard]] SandboxedExtraction extract_input(const std::stop_token& stop,
                                                    const ExtractOptions& options) const;
    [[nodiscard]] SandboxedExtraction extract_open(int file, const std::string& path,
                                                   const std::stop_token& stop,
                                                   const ExtractOptions& options) const;

    std::filesystem::path program_;
    std::chrono::milliseconds time_limit_;
};

/// The path of sotto-extract: beside this program in a build folder, else in libexec.
[[nodiscard]] std::filesystem::path find_extract_program();

/// One sentence about missing protections, for a person; empty when none is missing.
[[nodiscard]] std::string describe(const extract::MissingProtections& missing);

} // namespace sotto::app
