#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The dtypes of the safetensors format that are supported.
enum class SafetensorsDtype { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };

/// Bytes of one element.
[[nodiscard]] std::size_t element_bytes(SafetensorsDtype type);

/// The dtype as the header spells it, e.g. "BF16".
[[nodiscard]] std::string_view to_string(SafetensorsDtype type);

/// Dtype, shape and position of a tensor. `begin` and `end` are byte offsets into the data section.
struct TensorEntry {
    SafetensorsDtype type = SafetensorsDtype::f32;
    std::vector<std::size_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// The header of a safetensors file (Source: the format's description in the safetensors
/// repository). A file consists of: the header's length as 8 bytes little-endian, the header as a
/// JSON object, the data section.
struct SafetensorsHeader {
    std::map<std::string, TensorEntry, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
    std::uint64_t data_begin = 0; ///< bytes from the start of the file
};

/// Parses and validates the JSON of a header whose data section has `data_bytes` bytes: an object
/// without duplicate keys, string metadata, known dtypes, shapes whose product does not overflow
/// and matches the offsets, offsets that cover the data section without gap or overlap. Errors:
/// corrupt_data (says which rule is broken), unsupported (a dtype we do not read).
[[nodiscard]] Result<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                                 std::uint64_t data_bytes);

/// The same from a file: the header length must fit the file and be at most 100 MB. Only the header
/// is read. Errors: as above, and io.
[[nodiscard]] Result<SafetensorsHeader> read_safetensors_header(const InputFile& file);

} // namespace sotto::inference
