#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The strings of a metadata array, in one buffer.
class GgufStrings {
public:
    [[nodiscard]] std::size_t size() const { return begins_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t i) const;

private:
    friend Result<GgufStrings> read_gguf_strings(const InputFile& file, const GgufArray& array,
                                                 std::size_t most);
    std::string bytes_;                 ///< as in the file: length, text, length, text …
    std::vector<std::uint32_t> begins_; ///< of each length
};

/// Reads an array of at most `most` strings. Errors: corrupt_data (of another type, or longer), io.
[[nodiscard]] Result<GgufStrings> read_gguf_strings(const InputFile& file, const GgufArray& array,
                                                    std::size_t most);

/// Reads an array of at most `most` float32 numbers. Errors: as read_gguf_strings.
[[nodiscard]] Result<std::vector<float>> read_gguf_floats(const InputFile& file,
                                                          const GgufArray& array, std::size_t most);

/// Reads an array of at most `most` int32 or boolean values. Errors: as read_gguf_strings.
[[nodiscard]] Result<std::vector<std::int32_t>>
read_gguf_integers(const InputFile& file, const GgufArray& array, std::size_t most);

} // namespace sotto::inference
