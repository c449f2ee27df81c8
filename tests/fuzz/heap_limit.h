#pragma once

#include <cstddef>

namespace sotto::fuzz {

/// Ends the program when more memory is in use at any moment of its life than at its beginning, by
/// more than `max_growth` bytes. Needs the address sanitizer. One at a time.
class HeapLimit {
public:
    explicit HeapLimit(std::size_t max_growth);
    ~HeapLimit();
    HeapLimit(const HeapLimit&) = delete;
    HeapLimit& operator=(const HeapLimit&) = delete;
};

} // namespace sotto::fuzz
