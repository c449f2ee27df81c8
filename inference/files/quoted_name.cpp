#include "inference/files/quoted_name.h"

namespace sotto::inference {

std::string quoted_name(std::string_view name) {
    constexpr std::size_t kMaxBytes = 80;
    std::string quoted = "\"";
    for (const char character : name.substr(0, kMaxBytes)) {
        quoted += character >= ' ' && character <= '~' && character != '"' ? character : '?';
    }
    quoted += name.size() > kMaxBytes ? "…\"" : "\"";
    return quoted;
}

} // namespace sotto::inference
