#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::test {

/// The content of a safetensors file with this header, valid or not, and this data section.
inline std::string safetensors_text(std::string_view header, std::string_view data = "") {
    std::string text;
    for (int shift = 0; shift < 64; shift += 8) {
        text += static_cast<char>((std::uint64_t{header.size()} >> shift) & 0xFF);
    }
    text += header;
    text += data;
    return text;
}

} // namespace sotto::test
