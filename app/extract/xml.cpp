#include "app/extract/xml.h"

#include "app/extract/charset.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cstdint>
#include <new>
#include <utility>

namespace sotto::extract {

namespace {

// Real documents stay below 100; the parser's own clean-up and our walks are recursive.
constexpr std::int64_t kDeepest = 512;

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node node_of(void* node) {
    return pugi::xml_node(static_cast<pugi::xml_node_struct*>(node));
}

// Where a comment, a CDATA section or an instruction that begins at `at` ends.
std::size_t skip_special(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    const std::string_view end = rest.starts_with("<!--")        ? "-->"
                                 : rest.starts_with("<![CDATA[") ? "]]>"
                                 : rest.starts_with("<?")        ? "?>"
                                                                 : ">";
    const std::size_t found = text.find(end, at);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

// Where a tag that begins at `at` ends: a ">" in an attribute's value does not end it.
std::size_t tag_end(std::string_view text, std::size_t at) {
    char quote = '\0';
    for (; at < text.size(); ++at) {
        if (quote != '\0') {
            quote = text[at] == quote ? '\0' : quote;
        } else if (text[at] == '"' || text[at] == '\'') {
            quote = text[at];
        } else if (text[at] == '>') {
            return at;
        }
    }
    return at;
}

// How deep elements lie within elements, found without building anything.
bool is_too_deep(std::string_view text) {
    std::int64_t depth = 0;
    std::size_t at = text.find('<');
    while (at < text.size()) {
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (next == '!' || next == '?') {
            at = text.find('<', skip_special(text, at));
            continue;
        }
        const std::size_t end = tag_end(text, at);
        if (next == '/') {
            --depth;
        } else if (text[end - 1] != '/') {
            ++depth;
        }
        if (depth > kDeepest) {
            return true;
        }
        at = text.find('<', end);
    }
    return false;
}

void collect(pugi::xml_node node, std::string& text) {
    for (const pugi::xml_node child : node.children()) {
        text += child.value();
        collect(child, text);
    }
}

} // namespace

struct XmlDocument::Tree {
    pugi::xml_document document;
};

void XmlDocument::TreeDeleter::operator()(Tree* tree) const {
    delete tree;
}

std::expected<XmlDocument, Refusal> XmlDocument::parse(std::string_view bytes) {
    const auto text = decode_text(bytes, xml_encoding(bytes));
    if (!text) {
        return refuse(RefusalKind::damaged, "is damaged: a part of it is no XML");
    }
    if (declares_entities(*text)) {
        return refuse(RefusalKind::forbidden,
                      "declares entities of its own, as bombs do, and is not opened");
    }
    if (is_too_deep(*text)) {
        return refuse(RefusalKind::forbidden,
                      "nests elements deeper than any document does, and is not opened");
    }
    std::unique_ptr<Tree, TreeDeleter> tree(new Tree);
    const pugi::xml_parse_result result = tree->document.load_buffer(
        text->data(), text->size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
        pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) {
        throw std::bad_alloc();
    }
    // What was read before the damage is kept, when there is an element.
    if (!tree->document.document_element()) {
        return refuse(RefusalKind::damaged, "is damaged: a part of it is no XML");
    }
    return XmlDocument(std::move(tree));
}

XmlNode XmlDocument::root() const {
    return XmlNode(tree_->document.document_element().internal_object());
}

bool XmlNode::is_element() const {
    return node_of(node_).type() == pugi::node_element;
}

std::string_view XmlNode::name() const {
    return without_prefix(node_of(node_).name());
}

std::string_view XmlNode::text() const {
    const pugi::xml_node_type type = node_of(node_).type();
    return type == pugi::node_pcdata || type == pugi::node_cdata ? node_of(node_).value() : "";
}

std::string_view XmlNode::attribute(std::string_view name) const {
    for (const pugi::xml_attribute attribute : node_of(node_).attributes()) {
        if (without_prefix(attribute.name()) == name) {
            return attribute.value();
        }
    }
    return {};
}

std::string XmlNode::prefixed_attribute(std::string_view name) const {
    for (const pugi::xml_attribute attribute : node_of(node_).attributes()) {
        const std::string_view whole = attribute.name();
        if (without_prefix(whole) == name && whole.size() > name.size()) {
            return attribute.value();
        }
    }
    return {};
}

XmlNode XmlNode::first_child() const {
    return XmlNode(node_of(node_).first_child().internal_object());
}

XmlNode XmlNode::next() const {
    return XmlNode(node_of(node_).next_sibling().internal_object());
}

XmlNode XmlNode::child(std::string_view name) const {
    for (XmlNode node = first_child(); node; node = node.next()) {
        if (node.is_element() && node.name() == name) {
            return node;
        }
    }
    return {};
}

std::string XmlNode::all_text() const {
    std::string text;
    collect(node_of(node_), text);
    return text;
}

bool declares_entities(std::string_view text) {
    return text.contains("<!ENTITY");
}

std::string xml_encoding(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 200));
    constexpr std::string_view kWord = "encoding=";
    const std::size_t found = line.find(kWord);
    if (!line.starts_with("<?xml") || found == std::string_view::npos) {
        return {};
    }
    const std::string_view name = line.substr(found + kWord.size());
    const std::size_t begin = std::min<std::size_t>(1, name.size());
    return std::string(name.substr(begin, name.find_first_of("\"'", begin) - begin));
}

} // namespace sotto::extract
