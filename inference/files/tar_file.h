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

// Archives of plain files in one folder. Source: POSIX.1-1988 ustar interchange format.
namespace sotto::inference {

/// A file inside an archive.
struct TarEntry {
    std::string folder;       ///< the one folder it lies in
    std::string name;         ///< without the folder
    std::uint64_t offset = 0; ///< of its content in the archive
    std::uint64_t bytes = 0;
};

/// Whether the file begins like a tar archive.
[[nodiscard]] bool looks_like_tar(const std::filesystem::path& path);

/// The files of an archive as FOLDER/NAME, at most kMaxTarEntries. Nothing but the headers is
/// read, and of those no more than that many. Errors: corrupt_data (cut off, a wrong sum, sizes
/// beyond the file, a name twice), unsupported (links, devices, extended headers, files that do not
/// lie in a single folder, `..`), io.
[[nodiscard]] Result<std::vector<TarEntry>> read_tar_directory(const InputFile& file);

inline constexpr std::size_t kMaxTarEntries = 64;

/// Writes an archive, file by file, with nothing in it that tells of this machine: no owner and no
/// times. Runs on: one thread.
class TarWriter {
public:
    explicit TarWriter(OutputFile file) : file_(std::move(file)) {}

    /// Begins a file of exactly `bytes` bytes, which write() then gets. Errors: unsupported (a name
    /// or size that the format cannot say), io, out_of_space.
    [[nodiscard]] Status begin(std::string_view folder, std::string_view name, std::uint64_t bytes);
    [[nodiscard]] Status write(std::span<const std::byte> part);
    /// Fills the last block of the file that was begun.
    [[nodiscard]] Status end();
    /// Ends the archive; it is on the disk then.
    [[nodiscard]] Status finish();

private:
    OutputFile file_;
    std::uint64_t at_ = 0;
};

} // namespace sotto::inference
