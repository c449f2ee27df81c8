#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

namespace sotto::inference {

/// A regular file open for reading at any position. It uses pread, so that a file truncated while
/// in use gives an error instead of SIGBUS. Movable; read_at() may be called from any number of
/// threads at once.
class InputFile {
public:
    /// Errors: not_found, invalid_input (a folder, pipe or device), io.
    [[nodiscard]] static Result<InputFile> open(const std::filesystem::path& path);

    InputFile(InputFile&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_) {}
    InputFile& operator=(InputFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~InputFile();

    /// The size when it was opened.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    /// Fills `buffer` from `offset`. Errors: io (also when the file ends before).
    [[nodiscard]] Status read_at(std::uint64_t offset, std::span<std::byte> buffer) const;

    /// For mmap; still owned by this object.
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    InputFile(int descriptor, std::uint64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}

    int descriptor_ = -1;
    std::uint64_t bytes_ = 0;
};

/// The content of a file of at most `max_bytes`. Errors: as InputFile, and invalid_input (larger).
[[nodiscard]] Result<std::string> read_whole_file(const std::filesystem::path& path,
                                                  std::size_t max_bytes);

} // namespace sotto::inference
