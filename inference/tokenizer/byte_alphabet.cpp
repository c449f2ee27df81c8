#include "inference/tokenizer/byte_alphabet.h"

#include "core/text/utf8.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sotto::inference {

namespace {

constexpr std::size_t kAlphabetEnd = 0x144; // one past the alphabet's last code point
constexpr std::int16_t kNone = -1;

/// Printable Latin-1 characters stand for themselves; the other bytes, in order, are U+0100 and up.
constexpr std::array<std::int16_t, kAlphabetEnd> kByteOfCharacter = [] {
    std::array<std::int16_t, kAlphabetEnd> bytes{};
    bytes.fill(kNone);
    std::size_t next = 0x100;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const bool is_printable = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
        bytes[is_printable ? byte : next++] = static_cast<std::int16_t>(byte);
    }
    return bytes;
}();

} // namespace

std::optional<std::string> bytes_from_alphabet(std::string_view token) {
    std::string bytes;
    bytes.reserve(token.size());
    while (!token.empty()) {
        const Utf8Step step = next_utf8(token);
        // All characters are below U+0800: one or two bytes.
        if (step.kind != Utf8Kind::character || step.length > 2) {
            return std::nullopt;
        }
        std::size_t code = static_cast<unsigned char>(token[0]);
        if (step.length == 2) {
            code = ((code & 0x1FU) << 6U) | (static_cast<unsigned char>(token[1]) & 0x3FU);
        }
        if (code >= kByteOfCharacter.size() || kByteOfCharacter[code] == kNone) {
            return std::nullopt;
        }
        bytes += static_cast<char>(kByteOfCharacter[code]);
        token.remove_prefix(step.length);
    }
    return bytes;
}

} // namespace sotto::inference
