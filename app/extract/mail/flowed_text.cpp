#include "app/extract/mail/flowed_text.h"

#include <algorithm>

namespace sotto::extract {

std::string join_flowed(std::string_view text, SoftSpace space) {
    std::string joined;
    std::size_t depth_before = 0;
    bool is_soft = false; // the line before goes on
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
        line.remove_prefix(depth);
        line.remove_prefix(line.starts_with(' ') ? 1 : 0); // stuffed
        const bool is_signature = line == "-- ";
        if (!is_soft || depth != depth_before || is_signature) {
            joined += joined.empty() ? "" : "\n";
            joined.append(depth, '>');
            joined += depth > 0 ? " " : "";
        }
        is_soft = line.ends_with(' ') && !is_signature;
        depth_before = depth;
        line.remove_suffix(is_soft && space == SoftSpace::deleted ? 1 : 0);
        joined += line;
    }
    return joined;
}

} // namespace sotto::extract
