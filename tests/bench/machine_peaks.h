#pragma once

#include <cstddef>
#include <cstdint>

// What this machine can do at most: loops that do one thing only, with the instructions that the
// kernels use. Each runs on one thread.
namespace sotto::bench {

/// Sum of the 64-bit words of `bytes` bytes, a multiple of 1024: how fast memory is read.
[[nodiscard]] std::uint64_t sum_of(const std::byte* from, std::size_t bytes);

/// Multiplies and adds int8 numbers in registers, `rounds` times; the operations done (a product
/// and a sum are two).
[[nodiscard]] double run_int8_products(std::size_t rounds);

/// The same with f32 numbers.
[[nodiscard]] double run_float_products(std::size_t rounds);

} // namespace sotto::bench
