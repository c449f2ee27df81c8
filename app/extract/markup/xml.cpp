#include "app/extract/markup/xml.h"

#include "app/extract/text/charset.h"

#include <pugixml.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace sotto::extract {

namespace {

// Real documents stay below 100; our walks are recursive.
constexpr int kDeepest = 512;

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node node_of(void* node) {
    return pugi::xml_node(static_cast<pugi::xml_node_struct*>(node));
}

// The parser makes bytes that are no UTF-8 of references to what is no character (&#xD800;): U+FFFD
// takes their place.
void repair(auto& owner) {
    if (!is_utf8(owner.value()) && !owner.set_value(repaired_utf8(owner.value()).c_str())) {
        throw std::bad_alloc();
    }
}

// The node that comes after `node` in the order of the text; none after the last. `depth` follows.
pugi::xml_node next_node(pugi::xml_node node, int& depth) {
    if (const pugi::xml_node child = node.first_child()) {
        ++depth;
        return child;
    }
    while (node && !node.next_sibling()) {
        node = node.parent();
        --depth;
    }
    return node.next_sibling();
}

// Looks at every node after parsing, without recursion. Returns whether none lies deeper than our
// walks bear. (Not by pugixml's own walker: the sanitizer of its virtual functions makes system
// calls, which end a sandboxed process.)
bool inspect(const pugi::xml_document& document, bool has_references) {
    int depth = 0;
    for (auto node = document.first_child(); node; node = next_node(node, depth)) {
        if (depth > kDeepest) {
            return false;
        }
        if (has_references) {
            repair(node);
            for (pugi::xml_attribute attribute : node.attributes()) {
                repair(attribute);
            }
        }
    }
    return true;
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
    bool is_complete = true;
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
    std::unique_ptr<Tree, TreeDeleter> tree(new Tree);
    const pugi::xml_parse_result result = tree->document.load_buffer(
        text->data(), text->size(), pugi::parse_default | pugi::parse_ws_pcdata,
        pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) {
        throw std::bad_alloc();
    }
    tree->is_complete = result.status == pugi::status_ok;
    // What was read before the damage is kept, when there is an element.
    if (!tree->document.document_element()) {
        return refuse(RefusalKind::damaged, "is damaged: a part of it is no XML");
    }
    // The tree tells how deep it is; of its text one would have to know what the parser skips.
    if (!inspect(tree->document, text->contains("&#"))) {
        return refuse(RefusalKind::forbidden,
                      "nests elements deeper than any document does, and is not opened");
    }
    return XmlDocument(std::move(tree));
}

bool XmlDocument::is_complete() const {
    return tree_->is_complete;
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

bool XmlNode::has_attribute(std::string_view name) const {
    const auto attributes = node_of(node_).attributes();
    return std::any_of(attributes.begin(), attributes.end(), [name](pugi::xml_attribute attribute) {
        return without_prefix(attribute.name()) == name;
    });
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

std::string_view without_mark(std::string_view bytes) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    while (bytes.starts_with(kMark) ||
           (!bytes.empty() && std::string_view(" \t\r\n").contains(bytes.front()))) {
        bytes.remove_prefix(bytes.starts_with(kMark) ? kMark.size() : 1);
    }
    return bytes;
}

std::string_view xml_root_name(std::string_view bytes) {
    // What may come before it begins with a question or an exclamation mark.
    while (true) {
        bytes.remove_prefix(std::min(bytes.find('<'), bytes.size()));
        const bool is_comment = bytes.starts_with("<!--");
        if (!is_comment && !bytes.starts_with("<?") && !bytes.starts_with("<!")) {
            break;
        }
        const std::string_view end = is_comment ? "-->" : ">";
        const std::size_t at = bytes.find(end, is_comment ? 4 : 2);
        bytes.remove_prefix(at == std::string_view::npos ? bytes.size() : at + end.size());
    }
    bytes.remove_prefix(std::min<std::size_t>(1, bytes.size()));
    return bytes.substr(0, bytes.find_first_of(" \t\r\n/>"));
}

std::string xml_encoding(std::string_view bytes) {
    bytes = without_mark(bytes);
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
