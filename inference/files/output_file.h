#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

namespace sotto::inference {

/// A file being written, readable by its owner only. It is durable after finish(). Movable;
/// write_at() may be called from any number of threads at once.
class OutputFile {
public:
    /// Creates a file that must not exist. Errors: io, out_of_space.
    [[nodiscard]] static Result<OutputFile> create(const std::filesystem::path& path);

    OutputFile(OutputFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OutputFile& operator=(OutputFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OutputFile();

    /// Writes all of `bytes` and starts writeback, so that finish() has little left to wait for.
    /// Errors: io, out_of_space.
    [[nodiscard]] Status write_at(std::uint64_t offset, std::span<const std::byte> bytes) const;

    /// Reserves disk space for a file of `bytes` bytes, where the file system supports it. Errors:
    /// out_of_space.
    [[nodiscard]] Status preallocate(std::uint64_t bytes) const;

    /// Waits until the content is on disk. Errors: io, out_of_space.
    [[nodiscard]] Status sync() const;

    /// The same, and closes the file.
    [[nodiscard]] Status finish();

    /// For locks and timestamps; still owned by this object.
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    explicit OutputFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

/// Waits until the entries of a folder are on disk (fsync). Errors: io.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

/// Atomically replaces the file `name` of `folder`: whoever opens it, also after a crash, sees the
/// old content or the new. Errors: io, out_of_space.
[[nodiscard]] Status replace_file(const std::filesystem::path& folder, std::string_view name,
                                  std::string_view content);

} // namespace sotto::inference
