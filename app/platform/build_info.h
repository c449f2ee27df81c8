#pragma once

#include <string>
#include <string_view>

namespace sotto::app {

/// The version, e.g. "0.1.0".
[[nodiscard]] std::string_view version_number();

/// The commit of the build, with "-dirty" if files were changed; or "unknown".
[[nodiscard]] std::string_view build_commit();

/// The output of `--version`: version, commit, build type, compiler, instruction sets of this CPU.
[[nodiscard]] std::string version_text();

/// Versions of the libraries the program was built with, e.g. "XNNPACK 20241108, SQLite 3.46.1".
[[nodiscard]] std::string_view library_versions();

} // namespace sotto::app
