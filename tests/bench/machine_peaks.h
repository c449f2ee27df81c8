#pragma once

#include <cstddef>
#include <cstdint>

// Peak performance of this machine: loops that do a single thing with the instructions that the
// kernels use. Each runs on one thread.
namespace sotto::bench {

/// Sums the 64-bit words of `bytes` bytes, a multiple of 1024: read bandwidth.
[[nodiscard]] std::uint64_t sum_of(const std::byte* from, std::size_t bytes);

/// Multiplies and adds int8 values in registers, `rounds` times; returns the operations (a product
/// and a sum count as two).
[[nodiscard]] double run_int8_products(std::size_t rounds);

/// The same with f32 numbers.
[[nodiscard]] double run_float_products(std::size_t rounds);

} // namespace sotto::bench
