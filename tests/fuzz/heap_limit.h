#pragma once

#include <cstddef>

namespace sotto::fuzz {

/// Aborts when the memory in use, at any time during the object's life, exceeds that at its
/// creation by more than `max_growth` bytes. Needs the address sanitizer. One object at a time.
class HeapLimit {
public:
    explicit HeapLimit(std::size_t max_growth);
    ~HeapLimit();
    HeapLimit(const HeapLimit&) = delete;
    HeapLimit& operator=(const HeapLimit&) = delete;
};

} // namespace sotto::fuzz
