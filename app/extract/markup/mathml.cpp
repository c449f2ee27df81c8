#include "app/extract/markup/mathml.h"

#include "app/extract/text/formula.h"
#include "core/text/utf8.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto::extract {

namespace {

std::string text_of(XmlNode node);

std::vector<XmlNode> elements(XmlNode node) {
    std::vector<XmlNode> children;
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element()) {
            children.push_back(child);
        }
    }
    return children;
}

std::string row(XmlNode node, std::string_view separator = {}) {
    std::string text;
    bool is_after_word = false;
    for (const XmlNode child : elements(node)) {
        const std::string part = text_of(child);
        const bool is_word = child.name() == "mi" && count_code_points(part) > 1;
        if (!text.empty() && !part.empty()) {
            const bool is_operand = child.name() != "mo" && child.name() != "mfenced";
            text += separator.empty() && (is_after_word || is_word) && is_operand ? " " : separator;
        }
        text += part;
        is_after_word = is_word || child.name() == "munderover" || child.name() == "munder";
    }
    return text;
}

std::string index_text(const std::string& text) {
    return text.empty() ? text : lowered_text("x", text);
}

std::string text_of(XmlNode node) {
    const std::string_view name = node.name();
    const auto children = elements(node);
    const auto part = [&children](std::size_t i) {
        return i < children.size() ? text_of(children[i]) : std::string();
    };
    if (name == "mi" || name == "mn" || name == "mo" || name == "mtext" || name == "ms") {
        std::string text = node.all_text();
        const std::size_t begin = text.find_first_not_of(" \t\r\n");
        text.resize(text.find_last_not_of(" \t\r\n") + 1);
        return begin < text.size() ? text.substr(begin) : std::string();
    }
    if (name == "mfrac") {
        return fraction_text(part(0), part(1));
    }
    if (name == "msup" || name == "mover") {
        return part(0) + power_text(part(1));
    }
    if (name == "msub" || name == "munder") {
        return part(0) + index_text(part(1));
    }
    if (name == "msubsup" || name == "munderover") {
        return part(0) + index_text(part(1)) + power_text(part(2));
    }
    if (name == "msqrt") {
        return root_text(row(node));
    }
    if (name == "mroot") {
        return root_text(part(0), part(1));
    }
    if (name == "mfenced") {
        return "(" + row(node, ", ") + ")";
    }
    if (name == "mtable") {
        return row(node, "; ");
    }
    if (name == "mtr") {
        return row(node, ", ");
    }
    if (name == "semantics") {
        return part(0);
    }
    return name.starts_with("annotation") || name == "mphantom" ? std::string() : row(node);
}

} // namespace

std::string mathml_text(XmlNode formula) {
    return text_of(formula);
}

} // namespace sotto::extract
