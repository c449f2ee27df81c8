#pragma once

#include <cstddef>

namespace sotto::inference {

/// A bump allocator over the scratch of a thread; every allocation begins on a cache line. Without
/// memory it only counts.
class ScratchArena {
public:
    static constexpr std::size_t kAlignment = 64;

    /// `memory`: null, or 64-byte aligned.
    explicit ScratchArena(std::byte* memory) : memory_(memory) {}

    template <class T>
    T* take(std::size_t count) {
        std::byte* const taken = memory_ == nullptr ? nullptr : memory_ + used_;
        used_ += (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
        return reinterpret_cast<T*>(taken);
    }

    [[nodiscard]] std::size_t used_bytes() const { return used_; }

private:
    std::byte* memory_;
    std::size_t used_ = 0;
};

} // namespace sotto::inference
