#include "app/documents/memory_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

namespace sotto::app {

MemoryFile::MemoryFile() : file_(::memfd_create("document", MFD_CLOEXEC)) {}

MemoryFile::~MemoryFile() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

bool MemoryFile::append(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file_, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

bool MemoryFile::append_file(int file) const {
    std::array<char, 65536> buffer;
    if (!rewind_file(file)) {
        return false;
    }
    while (true) {
        const ssize_t count = ::read(file, buffer.data(), buffer.size());
        if (count == 0) {
            return true;
        }
        if (count < 0 && errno != EINTR) {
            return false;
        }
        if (count > 0 && !append({buffer.data(), static_cast<std::size_t>(count)})) {
            return false;
        }
    }
}

bool rewind_file(int file) {
    return ::lseek(file, 0, SEEK_SET) == 0;
}

} // namespace sotto::app
