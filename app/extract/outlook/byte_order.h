#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sotto::extract {

/// A number in little-endian order at `at`; zero where `bytes` end before it.
template <class Number>
[[nodiscard]] constexpr Number read_little_endian(std::string_view bytes, std::size_t at) {
    Number number = 0;
    if (at <= bytes.size() && sizeof(Number) <= bytes.size() - at) {
        for (std::size_t i = sizeof(Number); i > 0; --i) {
            number =
                static_cast<Number>(number << 8U | static_cast<unsigned char>(bytes[at + i - 1]));
        }
    }
    return number;
}

[[nodiscard]] constexpr std::uint16_t read_u16(std::string_view bytes, std::size_t at) {
    return read_little_endian<std::uint16_t>(bytes, at);
}
[[nodiscard]] constexpr std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
    return read_little_endian<std::uint32_t>(bytes, at);
}
[[nodiscard]] constexpr std::uint64_t read_u64(std::string_view bytes, std::size_t at) {
    return read_little_endian<std::uint64_t>(bytes, at);
}

} // namespace sotto::extract
