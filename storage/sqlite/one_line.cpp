#include "storage/sqlite/one_line.h"

namespace sotto::storage {

std::string one_line(std::string_view title) {
    std::string line;
    bool space_due = false;
    for (const char character : title) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte <= 0x20 || byte == 0x7F) {
            space_due = !line.empty();
            continue;
        }
        if (line.size() > kMaxTitleBytes) {
            break;
        }
        if (space_due) {
            line += ' ';
            space_due = false;
        }
        line += character;
    }
    if (line.size() > kMaxTitleBytes) {
        std::size_t end = kMaxTitleBytes;
        // A byte 10xxxxxx continues a character; three at most follow the first byte of one.
        for (int i = 0; i < 3 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80; ++i) {
            --end;
        }
        line.resize(end);
        if (line.ends_with(' ')) {
            line.pop_back();
        }
    }
    return line;
}

} // namespace sotto::storage
