#pragma once

#include "tests/support/gguf_writer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::test {

/// A file in an archive, and the false statements of its headers.
struct ZipEntry {
    std::string name;
    std::string content;          ///< as it lies in the archive
    std::uint16_t method = 0;     ///< 8: deflated
    std::uint32_t unpacked = 0;   ///< 0: as long as the content
    std::uint16_t flags = 0;      ///< 1: encrypted
    std::uint32_t attributes = 0; ///< those of Unix in the upper half
    std::uint32_t checksum = 0;   ///< 0: computed
};

/// The CRC-32 of ZIP. Source: PKWARE's APPNOTE, 4.4.7.
inline std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int i = 0; i < 8; ++i) {
            crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// The bytes of an archive.
inline std::string document_zip(const std::vector<ZipEntry>& entries) {
    constexpr std::uint16_t kUnix = 3U << 8U;
    std::string archive;
    std::string list;
    for (const ZipEntry& entry : entries) {
        const auto packed = static_cast<std::uint32_t>(entry.content.size());
        const std::string shared =
            little_endian(std::uint16_t{20}) + little_endian(entry.flags) +
            little_endian(entry.method) + std::string(4, '\0') +
            little_endian(entry.checksum == 0 ? crc32_of(entry.content) : entry.checksum) +
            little_endian(packed) + little_endian(entry.unpacked == 0 ? packed : entry.unpacked) +
            little_endian(static_cast<std::uint16_t>(entry.name.size())) + std::string(2, '\0');
        list += "PK\1\2" + little_endian(static_cast<std::uint16_t>(kUnix | 20U)) + shared +
                std::string(6, '\0') + little_endian(entry.attributes) +
                little_endian(static_cast<std::uint32_t>(archive.size())) + entry.name;
        archive += "PK\3\4" + shared + entry.name + entry.content;
    }
    const auto count = little_endian(static_cast<std::uint16_t>(entries.size()));
    return archive + list + "PK\5\6" + std::string(4, '\0') + count + count +
           little_endian(static_cast<std::uint32_t>(list.size())) +
           little_endian(static_cast<std::uint32_t>(archive.size())) + std::string(2, '\0');
}

/// "a" and `runs` times 258 more of it, deflated: 13 bits a run. Source: RFC 1951, 3.2.6.
inline std::string deflated_runs(std::size_t runs) {
    std::string bytes;
    unsigned used = 8;
    const auto put_bit = [&](unsigned bit) {
        if (used == 8) {
            bytes += '\0';
            used = 0;
        }
        bytes.back() = static_cast<char>(static_cast<unsigned char>(bytes.back()) | bit << used++);
    };
    const auto put_code = [&](unsigned code, unsigned length) {
        while (length-- > 0) {
            put_bit(code >> length & 1U);
        }
    };
    put_code(0b110, 3); // the last block, with the fixed codes
    put_code(0x30 + 'a', 8);
    for (std::size_t i = 0; i < runs; ++i) {
        put_code(0b11000101, 8); // 258 characters
        put_code(0, 5);          // from one back
    }
    put_code(0, 7); // the end
    return bytes;
}

} // namespace sotto::test
