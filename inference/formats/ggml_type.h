#pragma once

#include <cstdint>
#include <string_view>

namespace sotto::inference {

/// An element type of the tensors in a GGUF file; rows are whole blocks.
struct GgufTensorType {
    std::uint32_t id;
    std::string_view name;
    std::uint64_t block_numbers;
    std::uint64_t block_bytes;
};

/// The type with this id; null when the format has none.
[[nodiscard]] const GgufTensorType* gguf_tensor_type(std::uint32_t id);

} // namespace sotto::inference
