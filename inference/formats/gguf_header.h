#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto::inference {

/// Types of the values of a GGUF file's metadata; the numbers are the format's.
enum class GgufType : std::uint32_t {
    u8,
    i8,
    u16,
    i16,
    u32,
    i32,
    f32,
    boolean,
    string,
    array,
    u64,
    i64,
    f64
};

/// A metadata array; its elements are not read, since a vocabulary may be large.
struct GgufArray {
    GgufType type = GgufType::u8;
    std::uint64_t count = 0;
    std::uint64_t offset = 0; ///< of the first element, from the start of the file
    std::uint64_t bytes = 0;  ///< of all elements
};

/// A metadata value; integers of every width become the 64-bit one of their signedness.
using GgufValue =
    std::variant<std::uint64_t, std::int64_t, float, double, bool, std::string, GgufArray>;

/// The description of a tensor.
struct GgufTensor {
    std::size_t file = 0;           ///< which part of a split model has it; see GgufParts
    std::uint32_t type = 0;         ///< see ggml_type()
    std::vector<std::size_t> shape; ///< outermost first; the file has it reversed
    std::uint64_t offset = 0;       ///< from the start of the file
    std::uint64_t bytes = 0;
};

/// The header of a GGUF file of version 2 or 3, little-endian (Source: the format's description in
/// the ggml repository). A file consists of: "GGUF", version, tensor count, metadata count, the
/// metadata, the tensor descriptions, padding, and the tensors one after the other, each aligned.
struct GgufHeader {
    std::map<std::string, GgufValue, std::less<>> metadata;
    std::map<std::string, GgufTensor, std::less<>> tensors;
    std::uint64_t alignment = 32;
    std::uint64_t data_begin = 0; ///< from the start of the file
};

/// Whether a file begins with the magic of GGUF, in either byte order.
[[nodiscard]] bool begins_like_gguf(const InputFile& file);

/// Reads and validates a header: counts and lengths against the bytes present and fixed limits (64
/// MiB for the whole header, 4,096 metadata entries, 65,536 tensors, names below 64 bytes, 1 to 4
/// dimensions); types; duplicate keys and names; shapes whose size overflows 64 bits or whose rows
/// are not whole blocks; alignment (a power of two up to 1 MiB); that tensors follow each other
/// without gap or overlap and end within the file. Only the header is read. Errors: corrupt_data
/// (says which rule is broken, and of a file that was cut off how many bytes are missing),
/// unsupported (an old version, or big-endian), io.
[[nodiscard]] Result<GgufHeader> read_gguf_header(const InputFile& file);

} // namespace sotto::inference
