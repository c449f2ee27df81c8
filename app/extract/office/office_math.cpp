#include "app/extract/office/office_math.h"

#include "app/extract/office/symbol_fonts.h"
#include "app/extract/office/word_values.h"
#include "app/extract/text/formula.h"
#include "core/text/utf8.h"

#include <array>
#include <string_view>
#include <utility>

namespace sotto::extract {

namespace {

// The text of a child element that holds a formula.
std::string part(XmlNode node, std::string_view name) {
    const XmlNode child = node.child(name);
    return child ? math_text(child) : std::string();
}

// A property of `node` ("fPr" of "f"), by its name.
XmlNode property(XmlNode node, std::string_view name) {
    const XmlNode properties = node.child(std::string(node.name()) + "Pr");
    return properties ? properties.child(name) : XmlNode();
}

std::string sign(XmlNode node, std::string_view name, std::string_view otherwise) {
    const XmlNode found = property(node, name);
    return std::string(found ? found.attribute("val") : otherwise);
}

std::string index_text(const std::string& text) {
    return text.empty() ? text : lowered_text("x", text);
}

std::string run(XmlNode node) {
    std::string text;
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() == "t") {
            text += child.all_text();
        } else if (child.name() == "sym") {
            append_utf8(text, symbol_of(child));
        } else if (child.name() == "rPr" && is_on(child.child("vanish"))) {
            return {};
        }
    }
    return text;
}

std::string fraction(XmlNode node) {
    const std::string above = part(node, "num");
    const std::string below = part(node, "den");
    return sign(node, "type", "bar") == "noBar" ? above + " over " + below
                                                : fraction_text(above, below);
}

// All children of one name, with `separator` between them.
std::string list(XmlNode node, std::string_view name, std::string_view separator) {
    std::string text;
    bool is_first = true;
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element() || child.name() != name) {
            continue;
        }
        text += std::exchange(is_first, false) ? "" : separator;
        text += name == "mr" ? list(child, "e", ", ") : math_text(child);
    }
    return text;
}

bool is_only_a_matrix(XmlNode node) {
    int others = 0;
    bool has_matrix = false;
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element() && child.name() != "ctrlPr" && child.name() != "argPr") {
            has_matrix = has_matrix || child.name() == "m";
            ++others;
        }
    }
    return has_matrix && others == 1;
}

std::string delimited(XmlNode node) {
    const XmlNode first = node.child("e");
    const std::string inside = first && is_only_a_matrix(first)
                                   ? list(first.child("m"), "mr", "; ")
                                   : list(node, "e", sign(node, "sepChr", "|"));
    return sign(node, "begChr", "(") + inside + sign(node, "endChr", ")");
}

std::string n_ary(XmlNode node) {
    const std::string operand = part(node, "e");
    const std::string limits = index_text(part(node, "sub")) + power_text({}, part(node, "sup"));
    return sign(node, "chr", "∫") + limits + (operand.empty() ? "" : " ") + operand;
}

std::string root(XmlNode node) {
    const bool is_square = is_on(property(node, "degHide"));
    return root_text(part(node, "e"), is_square ? std::string() : part(node, "deg"));
}

std::string function(XmlNode node) {
    const std::string operand = part(node, "e");
    const bool is_apart = !operand.empty() && !operand.starts_with('(');
    return part(node, "fName") + (is_apart ? " " : "") + operand;
}

// A letter with a mark over or under it: the mark combines with a single letter.
std::string accented(XmlNode node, const std::string& mark) {
    const std::string base = part(node, "e");
    return count_code_points(base) == 1 ? base + mark : "(" + base + ")" + mark;
}

std::string bar(XmlNode node) {
    const bool is_above = sign(node, "pos", "bot") == "top";
    const std::string base = part(node, "e");
    if (count_code_points(base) != 1) {
        return is_above ? "overline(" + base + ")" : base;
    }
    return base + (is_above ? "\u0305" : "\u0332");
}

using Form = std::string (*)(XmlNode);
constexpr std::array<std::pair<std::string_view, Form>, 19> kForms{{
    {"r", run},
    {"f", fraction},
    {"d", delimited},
    {"nary", n_ary},
    {"rad", root},
    {"func", function},
    {"bar", bar},
    {"acc", [](XmlNode node) { return accented(node, sign(node, "chr", "\u0302")); }},
    {"sSup", [](XmlNode node) { return power_text(part(node, "e"), part(node, "sup")); }},
    {"sSub", [](XmlNode node) { return part(node, "e") + index_text(part(node, "sub")); }},
    {"sSubSup",
     [](XmlNode node) {
         return power_text(part(node, "e") + index_text(part(node, "sub")), part(node, "sup"));
     }},
    {"sPre",
     [](XmlNode node) {
         return power_text({}, part(node, "sup")) + index_text(part(node, "sub")) + part(node, "e");
     }},
    {"limLow", [](XmlNode node) { return part(node, "e") + index_text(part(node, "lim")); }},
    {"limUpp", [](XmlNode node) { return part(node, "e") + power_text({}, part(node, "lim")); }},
    {"m", [](XmlNode node) { return "[" + list(node, "mr", "; ") + "]"; }},
    {"eqArr", [](XmlNode node) { return list(node, "e", "; "); }},
    {"oMathPara", [](XmlNode node) { return list(node, "oMath", " "); }},
    {"phant",
     [](XmlNode node) {
         const XmlNode show = property(node, "show");
         return show && !is_on(show) ? std::string() : part(node, "e");
     }},
    {"br", [](XmlNode) { return std::string(" "); }},
}};

bool is_skipped(std::string_view name) {
    return name.ends_with("Pr") || name == "del" || name == "moveFrom";
}

std::string text_of(XmlNode node) {
    for (const auto& [name, form] : kForms) {
        if (node.name() == name) {
            return form(node);
        }
    }
    return math_text(node);
}

} // namespace

std::string math_text(XmlNode formula) {
    if (formula.name() == "oMathPara") {
        return list(formula, "oMath", " ");
    }
    std::string text;
    for (XmlNode child = formula.first_child(); child; child = child.next()) {
        if (child.is_element() && !is_skipped(child.name())) {
            text += text_of(child);
        }
    }
    return text;
}

} // namespace sotto::extract
