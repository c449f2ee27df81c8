#pragma once

#include "core/error.h"

#include <string>
#include <vector>

namespace sotto::app {

/// Whether a path is a folder.
[[nodiscard]] bool is_folder(const std::string& path);

/// The files in a folder and those below it, in the order of their names: without hidden ones,
/// links and devices, and without the folder of pictures and scripts that a browser saves beside a
/// page
/// ("Page_files" beside "Page.html"). Errors: io, not_found, invalid_input (no file, or more than
/// 10,000).
[[nodiscard]] Result<std::vector<std::string>> files_of_folder(const std::string& folder);

} // namespace sotto::app
