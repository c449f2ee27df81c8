#pragma once

#include <filesystem>
#include <string_view>

namespace sotto::test {

/// A file or folder of the shared test data. A test that needs it is skipped when it is absent.
inline std::filesystem::path shared_data(std::string_view name) {
    return std::filesystem::path(SOTTO_SHARED_DATA) / name;
}

} // namespace sotto::test
