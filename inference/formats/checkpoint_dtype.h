#pragma once

#include "inference/formats/ggml_blocks.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sotto::inference {

/// How a checkpoint stores the numbers of a tensor: plain, or in blocks with a scale (the quantized
/// types of GGUF).
enum class CheckpointDtype {
    f32,
    f16,
    bf16,
    q4_0,
    q4_1,
    q5_0,
    q5_1,
    q8_0,
    q2_k,
    q3_k,
    q4_k,
    q5_k,
    q6_k,
    iq4_nl,
    iq4_xs,
};

/// The conventional name, e.g. "BF16" or "Q4_0".
[[nodiscard]] std::string_view to_string(CheckpointDtype type);

/// The type with this name; nothing where it is not read.
[[nodiscard]] std::optional<CheckpointDtype> checkpoint_dtype_named(std::string_view name);

/// All types that are read, for a sentence: "F32, F16, … and IQ4_XS".
[[nodiscard]] std::string checkpoint_dtype_names();

/// Whether it is a quantized type.
[[nodiscard]] bool is_quantized(CheckpointDtype type);

/// The quantized types.
[[nodiscard]] std::span<const CheckpointDtype> block_dtypes();

/// Reads a block of the type as integers; null for plain types, and for those that give 16 numbers
/// a scale (Q2_K, Q3_K, Q6_K).
[[nodiscard]] ReadIntegers integer_reader(CheckpointDtype type);

/// Whether the f16 scales of whole blocks are finite, and so all of their numbers.
[[nodiscard]] bool has_finite_scales(CheckpointDtype type, std::span<const std::byte> raw);

/// Numbers in a block; 1 for the plain types. A row is a whole number of blocks.
[[nodiscard]] std::size_t block_size(CheckpointDtype type);

/// Bytes of `count` numbers. Precondition: whole blocks.
[[nodiscard]] std::uint64_t stored_bytes(CheckpointDtype type, std::uint64_t count);

/// The same for a row of `count` numbers that is padded to whole blocks.
[[nodiscard]] std::uint64_t padded_row_bytes(CheckpointDtype type, std::uint64_t count);

/// Converts little-endian stored numbers to f32; `raw` has exactly the bytes of `values.size()`
/// numbers. Exact for the plain types, Q8_0 and Q4_0; the others are computed in f32. Infinities
/// and NaN are preserved. Source: the block layouts of ggml.
void dequantize(CheckpointDtype type, std::span<const std::byte> raw, std::span<float> values);

} // namespace sotto::inference
