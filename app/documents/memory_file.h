#pragma once

#include <string_view>

namespace sotto::app {

/// A file in memory, for the input of another program; owns its descriptor.
class MemoryFile {
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Whether all bytes are in it.
    [[nodiscard]] bool append(std::string_view bytes) const;
    /// The same for the content of an open, seekable file.
    [[nodiscard]] bool append_file(int file) const;
    [[nodiscard]] int number() const { return file_; }

private:
    int file_;
};

/// Whether the next program will read the file from its beginning.
[[nodiscard]] bool rewind_file(int file);

} // namespace sotto::app
