#pragma once

#include "app/extract/protocol/extraction.h"

#include <memory>
#include <string>
#include <string_view>

namespace sotto::extract {

/// An element or text node of an XML document; converts to false where there is none. Names are
/// without their prefix: "p" for w:p. Lifetime: that of the document.
class XmlNode {
public:
    XmlNode() = default;

    [[nodiscard]] explicit operator bool() const { return node_ != nullptr; }
    [[nodiscard]] bool is_element() const;
    [[nodiscard]] std::string_view name() const;
    /// The text of a text node; empty for an element.
    [[nodiscard]] std::string_view text() const;
    /// The value of an attribute; empty when it is missing.
    [[nodiscard]] std::string_view attribute(std::string_view name) const;
    /// The same for an attribute with any prefix: r:id, not id.
    [[nodiscard]] std::string prefixed_attribute(std::string_view name) const;
    /// Whether there is such an attribute, empty or not.
    [[nodiscard]] bool has_attribute(std::string_view name) const;
    [[nodiscard]] XmlNode first_child() const;
    [[nodiscard]] XmlNode next() const;
    /// The first element child of this name.
    [[nodiscard]] XmlNode child(std::string_view name) const;
    /// All text below the node.
    [[nodiscard]] std::string all_text() const;

private:
    friend class XmlDocument;
    explicit XmlNode(void* node) : node_(node) {}
    void* node_ = nullptr; ///< the library's own handle
};

/// A parsed document. Documents that declare entities are refused, the depth is limited so that
/// recursion is safe, and external references are never resolved.
class XmlDocument {
public:
    /// `bytes`: in any encoding that the document declares. Errors: damaged, forbidden.
    [[nodiscard]] static std::expected<XmlDocument, Refusal> parse(std::string_view bytes);

    [[nodiscard]] XmlNode root() const;
    /// Whether the document was read to its end: what follows damage is lost.
    [[nodiscard]] bool is_complete() const;

private:
    struct Tree;
    struct TreeDeleter {
        void operator()(Tree* tree) const;
    };
    explicit XmlDocument(std::unique_ptr<Tree, TreeDeleter> tree) : tree_(std::move(tree)) {}
    std::unique_ptr<Tree, TreeDeleter> tree_;
};

/// Whether text declares entities, which documents do not need and decompression bombs are made of.
[[nodiscard]] bool declares_entities(std::string_view text);

/// `bytes` without the byte order marks of UTF-8 and blanks that they begin with.
[[nodiscard]] std::string_view without_mark(std::string_view bytes);

/// The name of the root element, with its prefix, of XML in ASCII or a superset; empty when there
/// is none.
[[nodiscard]] std::string_view xml_root_name(std::string_view bytes);

/// The encoding in the XML declaration, which may stand behind a byte order mark or blanks; empty
/// when there is none.
[[nodiscard]] std::string xml_encoding(std::string_view bytes);

} // namespace sotto::extract
