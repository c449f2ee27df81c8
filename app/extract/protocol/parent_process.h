#pragma once

namespace sotto::extract {

/// The environment variable by which a process that parses foreign files is told the id of the one
/// that started it. Unset: it does not look whether that one still runs.
inline constexpr const char* kParentVariable = "SOTTO_PARENT";

} // namespace sotto::extract
