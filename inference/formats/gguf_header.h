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

/// A list in the metadata, left where it lies: a vocabulary may be large.
struct GgufArray {
    GgufType type = GgufType::u8;
    std::uint64_t count = 0;
    std::uint64_t offset = 0; ///< of the first element, from the start of the file
    std::uint64_t bytes = 0;  ///< of all elements
};

/// A metadata value; whole numbers of every width are the 64-bit one of their sign.
using GgufValue =
    std::variant<std::uint64_t, std::int64_t, float, double, bool, std::string, GgufArray>;

/// Where a tensor lies.
struct GgufTensor {
    std::uint32_t type = 0; ///< see gguf_tensor_type()
    std::vector<std::size_t>
        shape;                ///< outermost first, as everywhere here; the file has it reversed
    std::uint64_t offset = 0; ///< from the start of the file
    std::uint64_t bytes = 0;
};

/// The header of a GGUF file of version 2 or 3, little-endian (Source: the format's description in
/// the ggml repository). A file is: "GGUF", version, number of tensors, number of metadata entries,
/// the entries, the tensors' descriptions, padding, and the tensors one after the other, each at a
/// multiple of the alignment.
struct GgufHeader {
    std::map<std::string, GgufValue, std::less<>> metadata;
    std::map<std::string, GgufTensor, std::less<>> tensors;
    std::uint64_t alignment = 32;
    std::uint64_t data_begin = 0; ///< from the start of the file
};

/// Whether a file begins as a GGUF file does, of either byte order.
[[nodiscard]] bool begins_like_gguf(const InputFile& file);

/// Reads and checks a header. Checked are: counts and lengths against the bytes that are there and
/// against fixed limits (64 MiB for the whole header, 4,096 entries, 65,536 tensors, names below 64
/// bytes, 1 to 4 dimensions); types; keys and names that occur twice; shapes whose bytes do not fit
/// 64 bits or whose rows are no whole blocks; alignment (a power of two up to 1 MiB); that tensors
/// follow each other without hole or overlap and end within the file. Nothing but the header is
/// read. Errors: corrupt_data (says which rule is broken), unsupported (an old version, or
/// big-endian), io.
[[nodiscard]] Result<GgufHeader> read_gguf_header(const InputFile& file);

} // namespace sotto::inference
