#include "tests/fuzz/heap_limit.h"

#include "tests/fuzz/target.h"

#include <sanitizer/allocator_interface.h>

#include <cstdint>
#include <limits>

namespace sotto::fuzz {

namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

// Inputs run on one thread, so plain integers suffice.
std::int64_t bytes_in_use = 0;
std::int64_t limit = kNoLimit;

void on_malloc(const volatile void* /*block*/, std::size_t bytes) {
    bytes_in_use += static_cast<std::int64_t>(bytes);
    if (bytes_in_use > limit) {
        limit = kNoLimit;
        require(false, "memory grows by no more than the target allows");
    }
}

void on_free(const volatile void* block) {
    bytes_in_use -=
        static_cast<std::int64_t>(__sanitizer_get_allocated_size(const_cast<const void*>(block)));
}

} // namespace

HeapLimit::HeapLimit(std::size_t max_growth) {
    static const bool kIsCounting =
        __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0;
    require(kIsCounting, "memory is counted");
    limit = bytes_in_use + static_cast<std::int64_t>(max_growth);
}

HeapLimit::~HeapLimit() {
    limit = kNoLimit;
}

} // namespace sotto::fuzz
