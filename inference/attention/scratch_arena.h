#pragma once

#include <cstddef>

namespace sotto::inference {

/// Takes pieces of a thread's memory, each on a cache line of its own. Without memory it only
/// counts.
class ScratchArena {
public:
    static constexpr std::size_t kAlignment = 64;

    /// `memory`: null, or aligned to 64 bytes.
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
