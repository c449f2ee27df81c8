#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/files/output_file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Tar archives of plain files in a single folder. Source: POSIX.1-1988 ustar interchange format.
namespace sotto::inference {

/// A file inside an archive.
struct TarEntry {
    std::string folder;       ///< the single folder it is in
    std::string name;         ///< without the folder
    std::uint64_t offset = 0; ///< of its content in the archive
    std::uint64_t bytes = 0;
};

/// Whether the file begins like a tar archive.
[[nodiscard]] bool looks_like_tar(const std::filesystem::path& path);

/// The files of an archive as FOLDER/NAME, at most kMaxTarEntries. Only headers are read. Errors:
/// corrupt_data (truncated, a wrong checksum, sizes beyond the file, a duplicate name), unsupported
/// (links, devices, extended headers, files that are not all in one folder, `..`), io.
[[nodiscard]] Result<std::vector<TarEntry>> read_tar_directory(const InputFile& file);

inline constexpr std::size_t kMaxTarEntries = 64;

/// Writes an archive file by file, without owner and timestamps, so that it reveals nothing about
/// this machine. Runs on: one thread.
class TarWriter {
public:
    explicit TarWriter(OutputFile file) : file_(std::move(file)) {}

    /// Begins a file of exactly `bytes` bytes, to be passed to write(). Errors: unsupported (a name
    /// or size that the format cannot represent), io, out_of_space.
    [[nodiscard]] Status begin(std::string_view folder, std::string_view name, std::uint64_t bytes);
    [[nodiscard]] Status write(std::span<const std::byte> part);
    /// Pads the last block of the current file.
    [[nodiscard]] Status end();
    /// Ends the archive and makes it durable.
    [[nodiscard]] Status finish();

private:
    OutputFile file_;
    std::uint64_t at_ = 0;
};

} // namespace sotto::inference
