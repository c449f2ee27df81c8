#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"

#include <cstdint>
#include <map>
#include <string>

namespace sotto::inference {

/// Where the content of a file is in an archive.
struct ZipEntry {
    std::uint64_t offset = 0; ///< from the start of the archive
    std::uint64_t bytes = 0;
};
using ZipDirectory = std::map<std::string, ZipEntry, std::less<>>;

/// The files of a zip archive, all of which must be stored: neither compressed nor encrypted, in
/// one volume, within the archive and not overlapping. Only the central directory and the local
/// headers are read. Source: PKWARE's APPNOTE 6.3, sections 4.3 and 4.5.3. Errors: corrupt_data,
/// unsupported (compressed or encrypted), io.
[[nodiscard]] Result<ZipDirectory> read_zip_directory(const InputFile& file);

} // namespace sotto::inference
