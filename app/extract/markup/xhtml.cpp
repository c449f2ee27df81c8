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

constexpr std::string_view kSection = "<![CDATA[";

// The end of the tag that begins at `begin`, behind the values of its attributes.
std::size_t tag_end(std::string_view xhtml, std::size_t begin) {
    char quote = '\0';
    for (std::size_t at = begin + 1; at < xhtml.size(); ++at) {
        const char byte = xhtml[at];
        if (quote != '\0') {
            quote = byte == quote ? '\0' : quote;
        } else if (byte == '>') {
            return at;
        } else if ((byte == '"' || byte == '\'') && xhtml[at - 1] == '=') {
            quote = byte;
        } else if (byte == '<') {
            break; // it was no tag
        }
    }
    return xhtml.find('>', begin);
}

// The text of a section as HTML, which knows none.
std::string escaped(std::string_view text) {
    std::string html;
    for (const char byte : text) {
        byte == '<' ? html += "&lt;" : byte == '&' ? html += "&amp;" : html += byte;
    }
    return html;
}

} // namespace

std::string with_end_tags(std::string_view xhtml) {
    std::string html;
    html.reserve(xhtml.size());
    while (!xhtml.empty()) {
        const std::size_t begin = std::min(xhtml.find('<'), xhtml.size());
        if (xhtml.substr(begin).starts_with(kSection)) {
            const std::size_t end = std::min(xhtml.find("]]>", begin), xhtml.size());
            const std::size_t from = begin + kSection.size();
            html += xhtml.substr(0, begin);
            html += escaped(xhtml.substr(from, end - std::min(from, end)));
            xhtml.remove_prefix(std::min(end + 3, xhtml.size()));
            continue;
        }
        const std::size_t end = tag_end(xhtml, begin);
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
