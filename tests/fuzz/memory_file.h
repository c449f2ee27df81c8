#pragma once

#include <filesystem>
#include <string_view>

namespace sotto::fuzz {

/// A file in memory, for parsers that open paths.
class MemoryFile {
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Replaces its content with `bytes`.
    void fill(std::string_view bytes) const;
    [[nodiscard]] std::filesystem::path path() const;

private:
    int descriptor_;
};

} // namespace sotto::fuzz
