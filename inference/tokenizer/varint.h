#pragma once

#include <cstdint>
#include <string>

namespace sotto::inference {

/// Appends a protocol buffers varint: seven bits a byte, lowest first.
inline void append_varint(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7U) {
        out += static_cast<char>((number & 0x7FU) | 0x80U);
    }
    out += static_cast<char>(number);
}

} // namespace sotto::inference
