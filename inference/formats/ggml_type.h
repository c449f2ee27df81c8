#pragma once

#include <cstdint>
#include <string_view>

namespace sotto::inference {

/// An element type of the tensors in a GGUF file; rows are whole blocks.
struct GgmlType {
    std::uint32_t id;
    std::string_view name;
    std::uint64_t block_size;
    std::uint64_t block_bytes;
};

/// The type with this id; null when the format has none.
[[nodiscard]] const GgmlType* ggml_type(std::uint32_t id);

} // namespace sotto::inference
