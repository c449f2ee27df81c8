#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/files/output_file.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The matrices of a model in the order in which the kernels of this machine read them, in one file
// that is mapped: it is disposable, and whoever finds anything wrong with it makes a new one.
//
//   0      magic, version, byte order, sizes, checksum of the table, time of the seal (4096 bytes,
//          the last 8 of them a checksum of the others)
//   4096   matrices, each at a multiple of 4096
//   ...    table: what they were made from, whose they are, and where each of them lies
namespace sotto::inference {

/// A matrix inside a packed file. Several may have one name, each for other kernels.
struct PackedBlob {
    std::string name;
    std::uint64_t layout = 0; ///< the order of its numbers; whoever reads them knows the number
    MatrixDtype dtype = MatrixDtype::f32;
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const std::byte> bytes; ///< begins at a multiple of 4096
    std::uint64_t checksum = 0;
};

/// A packed file, mapped read-only; its pages are shared by all who map it, and clean.
/// Hazard: as for SafetensorsFile. Runs on: any thread.
class PackedFile {
public:
    /// Checks header and table by their checksums, and that the file has its size and the time at
    /// which it was sealed. When it was changed or copied since, which changes the time, it reads
    /// all of it and seals it again. `source`: what its matrices must have been made from.
    /// Errors: not_found, model_mismatch (another source), corrupt_data (everything else that is
    /// wrong with its content), out_of_memory, io.
    [[nodiscard]] static Result<std::shared_ptr<const PackedFile>>
    open(const std::filesystem::path& path, std::string_view source);

    /// Whose weights they are: a path, in the words of the writer. Errors: as open().
    [[nodiscard]] static Result<std::string> owner_of(const std::filesystem::path& path);

    /// Compares all of a file with its checksums. Errors: as open(), but for model_mismatch.
    [[nodiscard]] static Status verify(const std::filesystem::path& path);

    PackedFile(const PackedFile&) = delete;
    PackedFile& operator=(const PackedFile&) = delete;
    ~PackedFile();

    /// Null when there is none.
    [[nodiscard]] const PackedBlob* find(std::string_view name, std::uint64_t layout) const;
    [[nodiscard]] const std::vector<PackedBlob>& blobs() const { return blobs_; }

private:
    PackedFile(const std::byte* mapping, std::size_t bytes, std::vector<PackedBlob> blobs)
        : mapping_(mapping), bytes_(bytes), blobs_(std::move(blobs)) {}

    const std::byte* mapping_;
    std::size_t bytes_;
    std::vector<PackedBlob> blobs_;
};

/// Writes a packed file under a temporary name and gives it its own when it is whole: at no moment
/// is there half a file. Several programs may write the same one; the last wins.
class PackedFileWriter {
public:
    /// Makes room on the disk. `expected_bytes`: about as much as will be added; `source`, `owner`:
    /// see PackedFile. Errors: out_of_space, io.
    [[nodiscard]] static Result<PackedFileWriter> create(const std::filesystem::path& path,
                                                         std::string_view source,
                                                         std::string_view owner,
                                                         std::uint64_t expected_bytes);

    PackedFileWriter(PackedFileWriter&& other) noexcept
        : path_(std::move(other.path_)), draft_(std::exchange(other.draft_, {})),
          file_(std::move(other.file_)), source_(std::move(other.source_)),
          owner_(std::move(other.owner_)), blobs_(std::move(other.blobs_)), end_(other.end_) {}
    PackedFileWriter& operator=(PackedFileWriter&&) = delete;
    /// Removes what was not finished.
    ~PackedFileWriter();

    /// Adds a matrix; `blob.checksum` is found out. Errors: out_of_space, io.
    [[nodiscard]] Status add(PackedBlob blob);

    /// Seals the file and gives it its name; durable on return. Errors: out_of_space, io.
    [[nodiscard]] Status finish();

private:
    PackedFileWriter(std::filesystem::path path, std::filesystem::path draft, OutputFile file,
                     std::string_view source, std::string_view owner);

    std::filesystem::path path_;
    std::filesystem::path draft_; // empty when it has its name
    OutputFile file_;
    std::string source_;
    std::string owner_;
    std::vector<std::pair<PackedBlob, std::uint64_t>> blobs_; // and where they begin
    std::uint64_t end_;
};

/// Whether a file in a folder of packed files is one that a writer left when it was killed; deletes
/// it then. A writer that lives is not disturbed.
bool remove_packed_draft(const std::filesystem::path& path);

} // namespace sotto::inference
