#include "app/extract/markup/entities.h"

#include "app/extract/markup/html_tree.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>

namespace sotto::extract {

namespace {

constexpr std::size_t kLongestName = 32;
constexpr std::size_t kMaxNames = 300;

// What HTML makes of "&name;": the text of the page that consists of it.
std::string character_named(std::string_view reference) {
    const std::string page = "<p>" + std::string(reference);
    const auto tree = HtmlTree::parse(page);
    const GumboNode* node = tree ? tree->root() : nullptr;
    while (node != nullptr && node->type == GUMBO_NODE_ELEMENT &&
           node->v.element.children.length > 0) {
        const GumboVector& children = node->v.element.children;
        node = static_cast<const GumboNode*>(children.data[children.length - 1]);
    }
    const bool is_text =
        node != nullptr && (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE);
    return is_text ? node->v.text.text : std::string(reference);
}

bool is_known_to_xml(std::string_view name) {
    constexpr std::array<std::string_view, 5> kNames{"amp", "lt", "gt", "quot", "apos"};
    return std::ranges::contains(kNames, name);
}

} // namespace

std::string without_html_names(std::string_view xml) {
    std::map<std::string, std::string, std::less<>> known;
    std::string text;
    while (!xml.empty()) {
        const std::size_t begin = std::min(xml.find('&'), xml.size());
        text += xml.substr(0, begin);
        xml.remove_prefix(begin);
        const std::size_t end = xml.substr(0, kLongestName).find(';');
        const std::string_view name =
            end == std::string_view::npos ? std::string_view() : xml.substr(1, end - 1);
        const bool is_name = !name.empty() && is_ascii_letter(name.front()) &&
                             !is_known_to_xml(name) && std::ranges::all_of(name, [](char byte) {
                                 return is_ascii_letter(byte) || (byte >= '0' && byte <= '9');
                             });
        if (!is_name || (known.size() >= kMaxNames && !known.contains(name))) {
            text += xml.substr(0, 1);
            xml.remove_prefix(std::min<std::size_t>(1, xml.size()));
            continue;
        }
        const std::string_view reference = xml.substr(0, end + 1);
        auto found = known.find(name);
        if (found == known.end()) {
            const std::string character = character_named(reference);
            // Names that stand for what XML would take for markup stay as they are.
            const bool is_markup = character.contains('<') || character.contains('&');
            found = known.emplace(name, is_markup ? std::string(reference) : character).first;
        }
        text += found->second;
        xml.remove_prefix(end + 1);
    }
    return text;
}

} // namespace sotto::extract
