#include "app/extract/mail/transfer_encoding.h"

#include <algorithm>
#include <cstdint>

namespace sotto::extract {

namespace {

// 0 to 63; -1 for other characters.
int base64_value(char byte) {
    if (byte >= 'A' && byte <= 'Z') {
        return byte - 'A';
    }
    if (byte >= 'a' && byte <= 'z') {
        return byte - 'a' + 26;
    }
    if (byte >= '0' && byte <= '9') {
        return byte - '0' + 52;
    }
    return byte == '+' || byte == '-' ? 62 : byte == '/' || byte == '_' ? 63 : -1;
}

// 0 to 15; -1 for other characters.
int hexadecimal_value(char byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    if (byte >= 'A' && byte <= 'F') {
        return byte - 'A' + 10;
    }
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// The length of white space from `begin` up to and including a line end; 0 when something else
// follows first.
std::size_t blank_line_end(std::string_view text, std::size_t begin) {
    const std::size_t end = std::min(text.find_first_not_of(" \t\r", begin), text.size());
    if (end == text.size()) {
        return end - begin;
    }
    return text[end] == '\n' ? end + 1 - begin : 0;
}

// A line of uuencode: its length as a character, then four characters for three bytes.
void append_uuencoded_line(std::string_view line, std::string& bytes) {
    const auto value = [](char byte) { return static_cast<std::uint32_t>(byte - ' ') & 0x3FU; };
    std::size_t length = value(line[0]);
    line.remove_prefix(1);
    for (; length > 0 && line.size() >= 4; line.remove_prefix(4)) {
        const std::uint32_t group =
            value(line[0]) << 18U | value(line[1]) << 12U | value(line[2]) << 6U | value(line[3]);
        for (const unsigned shift : {16U, 8U, 0U}) {
            if (length > 0) {
                bytes += static_cast<char>(group >> shift & 0xFFU);
                --length;
            }
        }
    }
}

std::string decode_uuencoded(std::string_view text) {
    std::string bytes;
    bool is_inside = false;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        line = line.substr(0, line.find('\r'));
        if (!is_inside) {
            is_inside = line.starts_with("begin ");
        } else if (line == "end") {
            break;
        } else if (!line.empty()) {
            append_uuencoded_line(line, bytes);
        }
    }
    return bytes;
}

} // namespace

std::string decode_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char byte : text) {
        if (byte == '=') { // of one of several texts that were joined
            count = 0;
            continue;
        }
        const int value = base64_value(byte);
        if (value < 0) {
            continue;
        }
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFFFU;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xFFU);
        }
    }
    return bytes;
}

std::string decode_quoted_printable(std::string_view text, Underscore underscore) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '_' && underscore == Underscore::space) {
            bytes += ' ';
        } else if (text[i] != '=') {
            bytes += text[i];
        } else if (const std::size_t blank = blank_line_end(text, i + 1);
                   blank > 0 || i + 1 == text.size()) {
            i += blank; // a line that goes on
        } else if (i + 2 < text.size() && hexadecimal_value(text[i + 1]) >= 0 &&
                   hexadecimal_value(text[i + 2]) >= 0) {
            bytes += static_cast<char>(hexadecimal_value(text[i + 1]) * 16 +
                                       hexadecimal_value(text[i + 2]));
            i += 2;
        } else {
            bytes += '=';
        }
    }
    return bytes;
}

std::string decode_transfer(std::string_view bytes, std::string_view encoding) {
    if (encoding == "base64") {
        return decode_base64(bytes);
    }
    if (encoding == "quoted-printable") {
        return decode_quoted_printable(bytes);
    }
    if (encoding == "x-uuencode" || encoding == "uuencode" || encoding == "x-uue") {
        return decode_uuencoded(bytes);
    }
    return std::string(bytes);
}

} // namespace sotto::extract
