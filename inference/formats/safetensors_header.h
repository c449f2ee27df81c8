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

/// Element types of the safetensors format that we read.
enum class TensorType { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };

/// Bytes of one element.
[[nodiscard]] std::size_t element_bytes(TensorType type);

/// The type's word in a file's header, e.g. "BF16".
[[nodiscard]] std::string_view to_string(TensorType type);

/// Where a tensor lies. `begin` and `end` are bytes from the start of the data section.
struct TensorEntry {
    TensorType type = TensorType::f32;
    std::vector<std::size_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// The header of a safetensors file (Source: the format's description in the safetensors
/// repository). A file is: the header's length as 8 bytes little-endian, the header as a JSON
/// object, the data section.
struct SafetensorsHeader {
    std::map<std::string, TensorEntry, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
    std::uint64_t data_begin = 0; ///< bytes from the start of the file
};

/// Reads and checks the JSON of a header whose data section has `data_bytes` bytes. Checked are: an
/// object without duplicate keys, metadata string to string, known types, shapes whose product does
/// not overflow and fits the offsets, offsets that cover the data section without hole or overlap.
/// Errors: corrupt_data (says which rule is broken), unsupported (an element type we do not read).
[[nodiscard]] Result<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                                 std::uint64_t data_bytes);

/// The same from a file: its header length must fit the file and 100 MB. Nothing but the header is
/// read, and nothing at all when its length is a lie. Errors: as above, and io.
[[nodiscard]] Result<SafetensorsHeader> read_safetensors_header(const InputFile& file);

} // namespace sotto::inference
