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

// The matrices of a model in the memory layout of this machine's kernels, in one file to be mapped.
// It is a cache: whoever finds anything wrong with it writes a new one.
//
//   0      magic, version, byte order, sizes, checksum of the table, seal time (4096 bytes, the
//          last 8 of them a checksum of the others)
//   4096   matrices, each at a multiple of 4096
//   ...    table: source, owner, and name, layout, shape and offset of each matrix
namespace sotto::inference {

/// A matrix inside a packed file. Several may have one name, with different layouts.
struct PackedBlob {
    std::string name;
    std::uint64_t layout = 0; ///< identifies the memory layout, and so the kernels
    MatrixDtype dtype = MatrixDtype::f32;
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const std::byte> bytes; ///< begins at a multiple of 4096
    std::uint64_t checksum = 0;
};

/// A packed file, mapped read-only; its pages are clean and shared by all processes that map it.
/// Hazard: as for SafetensorsFile. Runs on: any thread.
class PackedFile {
public:
    /// Checks the checksums of header and table, the size, and that the modification time is the
    /// one it was sealed with. If that time differs, because the file was changed or copied, all of
    /// it is verified and sealed again. `source`: what the matrices must have been packed from.
    /// Errors: not_found, model_mismatch (another source), corrupt_data (any other damage),
    /// out_of_memory, io.
    [[nodiscard]] static Result<std::shared_ptr<const PackedFile>>
    open(const std::filesystem::path& path, std::string_view source);

    /// The owner: a path, as the writer stated it. Errors: as open().
    [[nodiscard]] static Result<std::string> owner_of(const std::filesystem::path& path);

    /// Verifies all checksums of a file. Errors: as open(), except model_mismatch.
    [[nodiscard]] static Status verify(const std::filesystem::path& path);

    PackedFile(const PackedFile&) = delete;
    PackedFile& operator=(const PackedFile&) = delete;
    ~PackedFile();

    /// Null when there is none.
    [[nodiscard]] const PackedBlob* find(std::string_view name, std::uint64_t layout) const;
    [[nodiscard]] const std::vector<PackedBlob>& matrices() const { return matrices_; }

private:
    PackedFile(const std::byte* mapping, std::size_t bytes, std::vector<PackedBlob> matrices)
        : mapping_(mapping), bytes_(bytes), matrices_(std::move(matrices)) {}

    const std::byte* mapping_;
    std::size_t bytes_;
    std::vector<PackedBlob> matrices_;
};

/// Writes a packed file under a temporary name and renames it when it is complete, so that no
/// partial file is ever visible. Several programs may write the same file; the last one wins.
class PackedFileWriter {
public:
    /// Preallocates disk space. `expected_bytes`: about as much as will be added; `source`,
    /// `owner`: see PackedFile. Errors: out_of_space, io.
    [[nodiscard]] static Result<PackedFileWriter> create(const std::filesystem::path& path,
                                                         std::string_view source,
                                                         std::string_view owner,
                                                         std::uint64_t expected_bytes);

    PackedFileWriter(PackedFileWriter&& other) noexcept
        : path_(std::move(other.path_)), draft_(std::exchange(other.draft_, {})),
          file_(std::move(other.file_)), source_(std::move(other.source_)),
          owner_(std::move(other.owner_)), matrices_(std::move(other.matrices_)), end_(other.end_) {
    }
    PackedFileWriter& operator=(PackedFileWriter&&) = delete;
    /// Removes an unfinished file.
    ~PackedFileWriter();

    /// Adds a matrix; `checksum` is computed here. Errors: out_of_space, io.
    [[nodiscard]] Status add(PackedBlob blob);

    /// Seals and renames the file; durable on return. Errors: out_of_space, io.
    [[nodiscard]] Status finish();

private:
    PackedFileWriter(std::filesystem::path path, std::filesystem::path draft, OutputFile file,
                     std::string_view source, std::string_view owner);

    std::filesystem::path path_;
    std::filesystem::path draft_; // empty once it is renamed
    OutputFile file_;
    std::string source_;
    std::string owner_;
    std::vector<std::pair<PackedBlob, std::uint64_t>> matrices_; // with their offsets
    std::uint64_t end_;
};

/// Deletes a temporary file that a killed writer left in a folder of packed files; returns whether
/// it was one. A live writer holds a lock and is not disturbed.
bool remove_packed_draft(const std::filesystem::path& path);

} // namespace sotto::inference
