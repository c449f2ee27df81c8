#include "storage/library/single_line.h"

#include "core/text/bidi.h"
#include "core/text/utf8.h"

namespace sotto::storage {

std::string single_line(std::string_view title) {
    std::string line;
    bool has_space = false;
    for (const char character : without_bidi_controls(title)) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte <= 0x20 || byte == 0x7F) {
            has_space = !line.empty();
            continue;
        }
        if (line.size() > kMaxLineBytes) {
            break;
        }
        if (has_space) {
            line += ' ';
            has_space = false;
        }
        line += character;
    }
    if (line.size() > kMaxLineBytes) {
        line.resize(floor_char_boundary(line, kMaxLineBytes));
        if (line.ends_with(' ')) {
            line.pop_back();
        }
    }
    return line;
}

} // namespace sotto::storage
