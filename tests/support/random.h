#pragma once

#include <cstdint>

namespace sotto::test {

/// The next number in [0, 1) of a small generator with the state `state`.
inline double random_unit(std::uint64_t& state) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>((state ^ (state >> 29U)) >> 11U) * 0x1.0p-53;
}

} // namespace sotto::test
