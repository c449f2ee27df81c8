#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace sotto::fuzz {

/// A file that lies in memory, for readers that open paths.
class MemoryFile {
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Makes `bytes` its whole content.
    void fill(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::filesystem::path path() const;

private:
    int descriptor_;
};

} // namespace sotto::fuzz
