#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/files/input_file.h"
#include "inference/model/manifest.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A range of bytes of an open file, which outlives it.
struct FileRange {
    const InputFile* file = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::filesystem::path path; ///< of the file, when the range is all of it; else empty
};

/// Copies a model's files, verifies their hashes, and reports progress. Runs on: one thread.
class FileCopier {
public:
    /// Receives the bytes of a file, part by part.
    using Sink = std::function<Status(std::span<const std::byte>)>;

    /// `what`: text for the progress of `total` bytes; the arguments outlive the copier.
    FileCopier(std::string_view what, std::uint64_t total, const std::stop_token& stop,
               const ModelCatalog::ImportProgress& progress)
        : what_(what), total_(total), stop_(stop), progress_(progress) {}

    /// Passes the bytes to a sink. Errors: corrupt_data (hash mismatch), cancelled, io; of the
    /// sink.
    [[nodiscard]] Status read_verified(const FileRange& from, const Manifest::File& file,
                                       const Sink& sink);

    /// Copies the file into `folder`: as a reflink (FICLONE) where the file system supports it.
    /// Errors: as read_verified(); out_of_space.
    [[nodiscard]] Status copy(const FileRange& from, const Manifest::File& file,
                              const std::filesystem::path& folder);

    /// Creates a hard link in `folder`; returns whether that succeeded. If not, as between file
    /// systems or out of an archive, nothing is created. Errors: as read_verified().
    [[nodiscard]] Result<bool> link(const FileRange& from, const Manifest::File& file,
                                    const std::filesystem::path& folder);

private:
    std::string_view what_;
    std::uint64_t total_;
    const std::stop_token& stop_;
    const ModelCatalog::ImportProgress& progress_;
    std::uint64_t done_ = 0;
    std::vector<std::byte> buffer_;
};

} // namespace sotto::inference
