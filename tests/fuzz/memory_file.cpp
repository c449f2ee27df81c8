#include "tests/fuzz/memory_file.h"

#include "tests/fuzz/target.h"

#include <sys/mman.h>
#include <unistd.h>

#include <format>

namespace sotto::fuzz {

MemoryFile::MemoryFile() : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    require(descriptor_ >= 0, "there is memory for a file");
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

void MemoryFile::fill(std::string_view bytes) const {
    const bool is_filled =
        ::ftruncate(descriptor_, 0) == 0 &&
        ::pwrite(descriptor_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size());
    require(is_filled, "there is memory for a file");
}

std::filesystem::path MemoryFile::path() const {
    return std::format("/proc/self/fd/{}", descriptor_);
}

} // namespace sotto::fuzz
