#pragma once

#include <filesystem>
#include <string_view>

namespace sotto::fuzz {

/// A file that lies in memory, for readers that open paths.
class MemoryFile {
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Makes `bytes` its whole content.
    void fill(std::string_view bytes) const;
    [[nodiscard]] std::filesystem::path path() const;

private:
    int descriptor_;
};

} // namespace sotto::fuzz
