#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

namespace sotto::inference {

/// A file that is being written, readable by its owner only. It is safe on disk after finish().
/// Movable; write_at() may be called by any number of threads at once.
class OutputFile {
public:
    /// Makes a file that must not exist. Errors: io, out_of_space.
    [[nodiscard]] static Result<OutputFile> create(const std::filesystem::path& path);

    OutputFile(OutputFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OutputFile& operator=(OutputFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OutputFile();

    /// Writes all of `bytes`, and has the system begin to move them to the disk, so that finish()
    /// has little left to wait for. Errors: io, out_of_space.
    [[nodiscard]] Status write_at(std::uint64_t offset, std::span<const std::byte> bytes) const;

    /// Has the disk keep room for a file of so many bytes, where the file system can do that.
    /// Errors: out_of_space.
    [[nodiscard]] Status set_aside(std::uint64_t bytes) const;

    /// Waits until the content is on disk. Errors: io, out_of_space.
    [[nodiscard]] Status sync() const;

    /// The same, and closes the file.
    [[nodiscard]] Status finish();

    /// For locks and times; stays owned by this object.
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    explicit OutputFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

/// Waits until the names in a folder are on disk. Errors: io.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

/// Replaces the file `name` of `folder` by one of this content, or leaves it as it was: a reader,
/// or a start after a crash, sees the old content or the new. Errors: io, out_of_space.
[[nodiscard]] Status replace_file(const std::filesystem::path& folder, std::string_view name,
                                  std::string_view content);

} // namespace sotto::inference
