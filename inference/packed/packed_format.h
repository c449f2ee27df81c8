#pragma once

#include "inference/packed/packed_file.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Serialization of the header and table of a packed file; private to packed_file.cpp and
// packed_file_writer.cpp.
namespace sotto::inference {

inline constexpr std::size_t kPackedPageBytes = 4096;
/// Matrices are checksummed in parts of this size.
inline constexpr std::size_t kPackedPartBytes = std::size_t{1} << 20U;

/// The first page.
struct PackedHeader {
    std::uint64_t file_bytes = 0;
    std::uint64_t table_begin = 0;
    std::uint64_t table_checksum = 0;
    std::int64_t sealed_seconds = 0; ///< modification time of the sealed file, since 1970
};

[[nodiscard]] std::array<std::byte, kPackedPageBytes> write_header(const PackedHeader& header);
/// Errors: corrupt_data (also for other versions and byte orders).
[[nodiscard]] Result<PackedHeader> read_header(std::span<const std::byte, kPackedPageBytes> page);

struct PackedTable {
    struct Entry {
        PackedBlob blob; ///< without its bytes
        std::uint64_t begin = 0;
        std::uint64_t bytes = 0;
    };
    std::string source;
    std::string owner;
    std::vector<Entry> entries;
};

[[nodiscard]] std::vector<std::byte> write_table(const PackedTable& table);
/// Entries must be between the first page and `end`. Errors: corrupt_data.
[[nodiscard]] Result<PackedTable> read_table(std::span<const std::byte> bytes, std::uint64_t end);

/// The checksum of a matrix from those of its parts.
[[nodiscard]] std::uint64_t checksum_of_parts(std::span<const std::uint64_t> parts);

/// The next multiple of kPackedPageBytes.
[[nodiscard]] constexpr std::uint64_t page_aligned(std::uint64_t bytes) {
    return (bytes + kPackedPageBytes - 1) / kPackedPageBytes * kPackedPageBytes;
}

} // namespace sotto::inference
