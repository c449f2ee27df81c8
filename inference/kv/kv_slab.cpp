#include "inference/kv/kv_slab.h"

#include <sys/mman.h>

#include <cstdint>

namespace sotto::inference {

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;

// An anonymous mapping of `bytes` that begins at a huge page; null if there is none.
std::byte* map_aligned(std::size_t bytes) {
    const auto room = bytes + kHugePage;
    void* const mapped =
        ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) {
        return nullptr;
    }
    auto* const begin = static_cast<std::byte*>(mapped);
    const auto before =
        (kHugePage - reinterpret_cast<std::uintptr_t>(begin) % kHugePage) % kHugePage;
    if (before > 0) {
        ::munmap(begin, before);
    }
    ::munmap(begin + before + bytes, room - before - bytes);
    return begin + before;
}

} // namespace

std::shared_ptr<std::byte[]> allocate_kv_slab(std::size_t bytes) {
    constexpr std::size_t kPage = std::size_t{64} << 10U; // a multiple of every system's page size
    const auto size = (bytes + kPage - 1) / kPage * kPage;
    std::byte* const begin = map_aligned(size);
    if (begin == nullptr) {
        return nullptr;
    }
    ::madvise(begin, size, MADV_HUGEPAGE); // small pages work as well
    return {begin, [size](std::byte* memory) { ::munmap(memory, size); }};
}

} // namespace sotto::inference
