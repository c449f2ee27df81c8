#include "tests/fuzz/memory_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <format>

namespace sotto::fuzz {

MemoryFile::MemoryFile() : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    if (descriptor_ < 0) {
        std::abort();
    }
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

void MemoryFile::fill(std::span<const std::uint8_t> bytes) {
    if (::ftruncate(descriptor_, 0) != 0 ||
        ::pwrite(descriptor_, bytes.data(), bytes.size(), 0) !=
            static_cast<ssize_t>(bytes.size())) {
        std::abort();
    }
}

std::filesystem::path MemoryFile::path() const {
    return std::format("/proc/self/fd/{}", descriptor_);
}

} // namespace sotto::fuzz
