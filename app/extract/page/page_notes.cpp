#include "app/extract/page/page_notes.h"

#include "app/extract/markup/links.h"
#include "app/extract/page/page_elements.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>

namespace sotto::extract {

namespace {

constexpr std::size_t kLongestNote = 20'000;
constexpr int kMaxNodes = 5000; // of a note
constexpr std::size_t kLongestReference = 8;

bool is_typed_reference(const GumboElement& element) {
    const std::string_view classes = attribute_of(element, "class");
    return has_word(attribute_of(element, "epub:type"), "noteref") ||
           has_word(attribute_of(element, "role"), "doc-noteref") ||
           has_word(classes, "footnote-ref") || has_word(classes, "footnoteRef") ||
           has_word(classes, "noteref");
}

// The link that is all there is in `node`, or `node` itself.
const GumboNode* link_in(const GumboNode* node) {
    for (int depth = 0; depth < 4 && node != nullptr; ++depth) {
        if (node->v.element.tag == GUMBO_TAG_A) {
            return node;
        }
        const GumboNode* only = nullptr;
        for (std::size_t i = 0; const GumboNode* child = child_of(node, i); ++i) {
            if (is_element(child)) {
                if (only != nullptr) {
                    return nullptr;
                }
                only = child;
            } else if (child->type == GUMBO_NODE_TEXT) {
                return nullptr;
            }
        }
        node = only;
    }
    return nullptr;
}

bool is_as_long_as_notes(const GumboNode* node) {
    std::size_t bytes = 0;
    int nodes = 0;
    for (const GumboNode* at = node; at != nullptr; at = next_in(node, at)) {
        bytes += at->type == GUMBO_NODE_TEXT ? std::string_view(at->v.text.text).size() : 0;
        if (++nodes > kMaxNodes || bytes > kLongestNote) {
            return false;
        }
    }
    return bytes > 0;
}

bool is_raised(const GumboNode* node) {
    if (node->v.element.tag == GUMBO_TAG_SUP) {
        return true;
    }
    const GumboNode* child = child_of(node, 0);
    return child != nullptr && child_of(node, 1) == nullptr && is_element(child) &&
           child->v.element.tag == GUMBO_TAG_SUP;
}

} // namespace

NoteReference reference_of(const GumboNode* node) {
    const GumboTag tag = node->v.element.tag;
    if (tag != GUMBO_TAG_A && tag != GUMBO_TAG_SUP) {
        return {};
    }
    const GumboNode* link = link_in(node);
    const std::string_view target =
        link == nullptr ? std::string_view() : attribute_of(link->v.element, "href");
    if (!target.contains('#') || target.contains("://")) {
        return {};
    }
    NoteReference reference{std::string(target), to_label(text_below(link, 100)),
                            is_typed_reference(link->v.element) ||
                                is_typed_reference(node->v.element)};
    const bool is_short = !reference.label.empty() && reference.label.size() <= kLongestReference;
    return reference.is_typed || (is_raised(node) && is_short) ? reference : NoteReference();
}

bool is_way_back(const GumboElement& element) {
    const std::string_view classes = attribute_of(element, "class");
    if (has_word(attribute_of(element, "role"), "doc-backlink") ||
        has_word(attribute_of(element, "epub:type"), "backlink") ||
        has_word(classes, "footnote-back") || has_word(classes, "footnote-backref") ||
        has_word(classes, "footnoteBackLink")) {
        return true;
    }
    const auto* const child = element.children.length == 1
                                  ? static_cast<const GumboNode*>(element.children.data[0])
                                  : nullptr;
    if (child == nullptr || child->type != GUMBO_NODE_TEXT ||
        !attribute_of(element, "href").contains('#')) {
        return false;
    }
    const std::string label = to_label(child->v.text.text);
    const std::string arrow = label.substr(0, 3);
    return label == "^" || arrow == "\u21A9" || arrow == "\u2191" || arrow == "\u23CE" ||
           arrow == "\u2190" || arrow == "\u21B5";
}

const GumboNode* note_named(const Page& page, std::string_view id) {
    const GumboNode* node = page.element(id);
    for (int i = 0; i < 3 && node != nullptr && is_element(node); ++i) {
        const GumboTag tag = node->v.element.tag;
        if (is_block(tag) || is_line(tag) || tag == GUMBO_TAG_TD) {
            break;
        }
        node = node->parent;
    }
    if (node == nullptr || !is_element(node) || node->v.element.tag == GUMBO_TAG_BODY ||
        node->v.element.tag == GUMBO_TAG_HTML) {
        return nullptr;
    }
    return is_as_long_as_notes(node) ? node : nullptr;
}

std::string id_in(std::string_view link) {
    return link.starts_with('#') ? percent_decoded(link.substr(1)) : std::string();
}

std::map<std::string, const GumboNode*> notes_referred_to(const Page& page) {
    std::map<std::string, const GumboNode*> notes;
    for (const GumboNode* node = page.root(); node != nullptr; node = next_in(page.root(), node)) {
        if (!is_element(node) || node->v.element.tag != GUMBO_TAG_A ||
            !is_typed_reference(node->v.element)) {
            continue;
        }
        const std::string id = id_in(attribute_of(node->v.element, "href"));
        if (id.empty() || notes.contains(id)) {
            continue;
        }
        const GumboNode* note = note_named(page, id);
        for (const GumboNode* at = node; at != nullptr && note != nullptr; at = at->parent) {
            note = at == note ? nullptr : note; // it holds the reference
        }
        notes.emplace(id, note);
    }
    std::erase_if(notes, [](const auto& entry) { return entry.second == nullptr; });
    return notes;
}

} // namespace sotto::extract
