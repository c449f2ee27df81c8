#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"

#include <filesystem>

namespace sotto::inference {

/// Refuses a file whose name says that its download has not finished. Errors: invalid_input.
[[nodiscard]] Status check_download_name(const std::filesystem::path& path);

/// Refuses a file that somebody wants to import as a model and whose first bytes tell that it is
/// something else: a web page, a Git LFS pointer, an archive, an old format of ggml … Success where
/// they tell nothing. Errors: corrupt_data, io.
[[nodiscard]] Status check_foreign_content(const InputFile& file);

} // namespace sotto::inference
