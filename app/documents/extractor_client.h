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

/// A document as it was read, and which protections stood around the one who read it.
struct ReadDocument {
    DocumentText document;
    extract::MissingProtections missing;
};

using ReadFile = std::expected<ReadDocument, ExtractionError>;

/// What is requested beside the text that a file holds.
struct PrefillSetting {
    Recognition recognition = Recognition::refused;
    PageObserver on_page = [](std::uint32_t, std::uint32_t) {}; ///< of a file that is recognized
};

/// Reads files of any kind: each in a process of its own, sotto-extract, which gets the open file
/// and can do nothing but read it, compute and answer. What it answers is checked. Whatever the
/// file does to it, this process goes on.
class ExtractorClient {
public:
    /// How long a file may take.
    static constexpr std::chrono::milliseconds kTimeLimit = std::chrono::seconds(60);

    explicit ExtractorClient(std::filesystem::path program,
                             std::chrono::milliseconds time_limit = kTimeLimit)
        : program_(std::move(program)), time_limit_(time_limit) {}

    /// The text of a file ("-": standard input), titled with what the document calls itself, else
    /// with the file's name. Runs on: any thread, which waits.
    /// Errors: not_found, io, invalid_input, unsupported, corrupt_data (the sentence names file and
    /// reason), cancelled.
    [[nodiscard]] ReadFile read(const std::string& path, const std::stop_token& stop,
                                const PrefillSetting& setting = {}) const;

private:
    [[nodiscard]] ReadFile read_input(const std::stop_token& stop,
                                      const PrefillSetting& setting) const;
    [[nodiscard]] ReadFile read_open(int file, const std::string& path, const std::stop_token& stop,
                                     const PrefillSetting& setting) const;

    std::filesystem::path program_;
    std::chrono::milliseconds time_limit_;
};

/// sotto-extract: beside this program (built), else where programs of programs are installed.
[[nodiscard]] std::filesystem::path find_extract_program();

/// One sentence on what is missing, for a person; empty when nothing is.
[[nodiscard]] std::string describe(const extract::MissingProtections& missing);

} // namespace sotto::app
