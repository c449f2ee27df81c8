#include "app/extract/opendocument/document_nodes.h"

namespace sotto::extract {

bool has_words(XmlNode node) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element()
                ? has_words(child)
                : child.text().find_first_not_of(" \t\r\n") != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

bool holds_deletion(XmlNode changes) {
    for (XmlNode change = changes.first_child(); change; change = change.next()) {
        if (change.is_element() && (change.name() == "deletion" || holds_deletion(change))) {
            return true;
        }
    }
    return false;
}

bool hides_paragraph(XmlNode paragraph) {
    const XmlNode field = paragraph.child("hidden-paragraph");
    return field && field.attribute("is-hidden") == "true";
}

bool is_cell(XmlNode node) {
    return node.is_element() &&
           (node.name() == "table-cell" || node.name() == "covered-table-cell");
}

} // namespace sotto::extract
