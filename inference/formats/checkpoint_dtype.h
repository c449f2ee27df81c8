#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sotto::inference {

/// How a checkpoint stores the numbers of a tensor: plain, or in blocks of a row that share a scale
/// (the forms of GGUF files).
enum class StoredType { f32, f16, bf16, q8_0, q4_0, q4_1, q6_k };

/// The type's name as its makers write it, e.g. "BF16" or "Q4_0".
[[nodiscard]] std::string_view to_string(StoredType type);

/// Whether the numbers were rounded to a few levels already.
[[nodiscard]] bool is_quantized(StoredType type);

/// Numbers in a block; 1 for the plain types. A row is a whole number of blocks.
[[nodiscard]] std::size_t block_size(StoredType type);

/// Bytes of `count` numbers. Precondition: whole blocks.
[[nodiscard]] std::uint64_t stored_bytes(StoredType type, std::uint64_t count);

/// Little-endian stored numbers as floats; `raw` has exactly the bytes of `values`.size() numbers.
/// Exact for the plain types, for Q8_0 and Q4_0; the others are computed in float. What is not
/// finite stays not finite. Source: the block layouts of ggml.
void floats_from_stored(StoredType type, std::span<const std::byte> raw, std::span<float> values);

} // namespace sotto::inference
