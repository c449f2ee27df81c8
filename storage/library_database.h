#pragma once

#include "core/library.h"

#include <filesystem>
#include <memory>

namespace sotto::storage {

/// Opens (making it when missing, mode 0600) and migrates the database of conversations and
/// documents. Answers left in state `writing` by a killed program become `interrupted`. Runs on:
/// the storage thread, as everything reached through the result. Errors: io, out_of_space,
/// corrupt_data (the file is no database or damaged: it is left as it is), unsupported (written by
/// a newer version), busy (another program holds it too long).
[[nodiscard]] Result<std::unique_ptr<Library>> open_library(const std::filesystem::path& file);

} // namespace sotto::storage
