#include "app/extract/page/page_elements.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>

namespace sotto::extract {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f";

} // namespace

bool is_unseen(GumboTag tag) {
    constexpr std::array kUnseen{GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,    GUMBO_TAG_TITLE,
                                 GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME,   GUMBO_TAG_OBJECT,
                                 GUMBO_TAG_CANVAS,   GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOSCRIPT,
                                 GUMBO_TAG_VIDEO,    GUMBO_TAG_AUDIO,    GUMBO_TAG_NOEMBED,
                                 GUMBO_TAG_APPLET,   GUMBO_TAG_DATALIST, GUMBO_TAG_PROGRESS,
                                 GUMBO_TAG_METER,    GUMBO_TAG_RP};
    return std::ranges::contains(kUnseen, tag);
}

bool is_heading(GumboTag tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

bool is_line(GumboTag tag) {
    constexpr std::array kLines{GUMBO_TAG_LI,     GUMBO_TAG_TR,     GUMBO_TAG_DT,
                                GUMBO_TAG_DD,     GUMBO_TAG_OPTION, GUMBO_TAG_OPTGROUP,
                                GUMBO_TAG_LEGEND, GUMBO_TAG_SUMMARY};
    return std::ranges::contains(kLines, tag);
}

bool is_block(GumboTag tag) {
    constexpr std::array kBlocks{
        GUMBO_TAG_P,          GUMBO_TAG_DIV,    GUMBO_TAG_UL,        GUMBO_TAG_OL,
        GUMBO_TAG_DL,         GUMBO_TAG_TABLE,  GUMBO_TAG_PRE,       GUMBO_TAG_BLOCKQUOTE,
        GUMBO_TAG_SECTION,    GUMBO_TAG_NAV,    GUMBO_TAG_ARTICLE,   GUMBO_TAG_ASIDE,
        GUMBO_TAG_HEADER,     GUMBO_TAG_FOOTER, GUMBO_TAG_ADDRESS,   GUMBO_TAG_MAIN,
        GUMBO_TAG_FIGURE,     GUMBO_TAG_FORM,   GUMBO_TAG_BODY,      GUMBO_TAG_FIELDSET,
        GUMBO_TAG_DETAILS,    GUMBO_TAG_HR,     GUMBO_TAG_CENTER,    GUMBO_TAG_CAPTION,
        GUMBO_TAG_FIGCAPTION, GUMBO_TAG_HGROUP, GUMBO_TAG_SEARCH,    GUMBO_TAG_DIALOG,
        GUMBO_TAG_LISTING,    GUMBO_TAG_XMP,    GUMBO_TAG_PLAINTEXT, GUMBO_TAG_MULTICOL,
        GUMBO_TAG_MENU,       GUMBO_TAG_DIR,    GUMBO_TAG_TEXTAREA,  GUMBO_TAG_SELECT};
    return std::ranges::contains(kBlocks, tag);
}

std::string_view attribute_of(const GumboElement& element, const char* name) {
    const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
    return attribute == nullptr ? std::string_view() : attribute->value;
}

bool has_attribute(const GumboElement& element, const char* name) {
    return gumbo_get_attribute(&element.attributes, name) != nullptr;
}

std::vector<std::string_view> words_of(std::string_view list) {
    std::vector<std::string_view> words;
    while (true) {
        list.remove_prefix(std::min(list.find_first_not_of(kBlanks), list.size()));
        if (list.empty()) {
            return words;
        }
        words.push_back(list.substr(0, list.find_first_of(kBlanks)));
        list.remove_prefix(words.back().size());
    }
}

bool has_word(std::string_view list, std::string_view word) {
    return std::ranges::contains(words_of(list), word);
}

std::string name_of(const GumboElement& element) {
    if (element.tag != GUMBO_TAG_UNKNOWN) {
        return gumbo_normalized_tagname(element.tag);
    }
    GumboStringPiece piece = element.original_tag;
    gumbo_tag_from_original_text(&piece);
    if (piece.data == nullptr) {
        return {};
    }
    const std::string name = to_lower({piece.data, piece.length});
    return name.substr(name.find(':') + 1);
}

bool is_unseen_list(const GumboElement& element) {
    return element.tag == GUMBO_TAG_NAV && has_attribute(element, "hidden") &&
           has_attribute(element, "epub:type");
}

bool is_drop_cap(const GumboElement& element) {
    constexpr std::array<std::string_view, 8> kNames{"dropcap",     "dropcaps",      "drop",
                                                     "firstletter", "initialletter", "initial",
                                                     "lettrine",    "raisedcap"};
    for (const std::string_view word : words_of(attribute_of(element, "class"))) {
        std::string name;
        for (const char byte : word) {
            const char lower = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
            name += lower == '-' || lower == '_' ? std::string() : std::string(1, lower);
        }
        if (std::ranges::contains(kNames, name)) {
            return true;
        }
    }
    return false;
}

bool is_other_choice(const GumboNode* node) {
    const auto is_known_case = [](const GumboNode* other) {
        const std::string_view needs = attribute_of(other->v.element, "required-namespace");
        return needs.empty() || needs.contains("MathML") || needs.contains("xhtml") ||
               needs.contains("svg");
    };
    if (!is_element(node->parent) || name_of(node->parent->v.element) != "switch") {
        return false;
    }
    for (std::size_t i = 0; i < node->index_within_parent; ++i) {
        const GumboNode* other = child_of(node->parent, i);
        if (is_element(other) && is_known_case(other)) {
            return true;
        }
    }
    return !is_known_case(node);
}

bool is_text(const GumboNode* node) {
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
           node->type == GUMBO_NODE_WHITESPACE;
}

const GumboNode* child_of(const GumboNode* node, std::size_t index) {
    if (!is_element(node)) {
        return nullptr;
    }
    const GumboVector& children = node->v.element.children;
    return index < children.length ? static_cast<const GumboNode*>(children.data[index]) : nullptr;
}

const GumboNode* next_in(const GumboNode* root, const GumboNode* node, bool enters) {
    if (const GumboNode* child = enters ? child_of(node, 0) : nullptr) {
        return child;
    }
    for (; node != root; node = node->parent) {
        if (const GumboNode* next = child_of(node->parent, node->index_within_parent + 1)) {
            return next;
        }
    }
    return nullptr;
}

std::string text_below(const GumboNode* node, std::size_t max_bytes) {
    std::string text;
    for (const GumboNode* at = node; at != nullptr && text.size() < max_bytes;
         at = next_in(node, at)) {
        if (is_text(at)) {
            text += at->v.text.text;
        }
    }
    return text;
}

bool is_navigation(const GumboElement& element) {
    const std::string_view role = attribute_of(element, "role");
    return element.tag == GUMBO_TAG_NAV || has_word(role, "navigation") || has_word(role, "menu") ||
           has_word(role, "menubar");
}

bool is_list_of_links(const GumboNode* list) {
    std::size_t links = 0;
    const GumboNode* node = next_in(list, list);
    while (node != nullptr) {
        const bool is_link = is_element(node) && node->v.element.tag == GUMBO_TAG_A;
        links += is_link ? 1 : 0;
        if (is_text(node) && std::string_view(node->v.text.text).find_first_not_of(" \t\r\n\f") !=
                                 std::string_view::npos) {
            return false;
        }
        node = next_in(list, node, !is_link);
    }
    constexpr std::size_t kFewestOfMenu = 3;
    return links >= kFewestOfMenu;
}

} // namespace sotto::extract
