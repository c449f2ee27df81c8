#include "app/extract/markup/markup.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>

namespace sotto::extract {

namespace {

// Elements that HTML, too, knows without an end.
bool is_void(std::string_view name) {
    constexpr std::array<std::string_view, 13> kVoid{"area",   "base",  "br",    "col",  "embed",
                                                     "hr",     "img",   "input", "link", "meta",
                                                     "source", "track", "wbr"};
    return std::ranges::contains(kVoid, name);
}

} // namespace

std::string with_end_tags(std::string_view xhtml) {
    std::string html;
    html.reserve(xhtml.size());
    while (!xhtml.empty()) {
        const std::size_t begin = std::min(xhtml.find('<'), xhtml.size());
        const std::size_t end = xhtml.find('>', begin);
        if (end == std::string_view::npos) {
            return html.append(xhtml);
        }
        const std::string_view tag = xhtml.substr(begin, end + 1 - begin);
        const std::string_view name =
            tag.substr(1, std::min(tag.find_first_of(" \t\r\n/>", 1), tag.size()) - 1);
        html += xhtml.substr(0, begin);
        if (tag.ends_with("/>") && !name.empty() && is_ascii_letter(name.front()) &&
            !is_void(name)) {
            html += tag.substr(0, tag.size() - 2);
            html.append("></").append(name).append(">");
        } else {
            html += tag;
        }
        xhtml.remove_prefix(end + 1);
    }
    return html;
}

} // namespace sotto::extract
