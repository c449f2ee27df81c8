#include "app/extract/markup/mathml.h"

#include "app/extract/markup/math_terms.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/formula.h"
#include "app/extract/text/text_builder.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sotto::extract {

namespace {

using Terms = std::vector<MathTerm>;

MathTerm term_of(const MathNode& node);

std::string text_of(const MathNode& node) {
    return term_of(node).text;
}

// The children that are elements.
std::vector<const MathNode*> elements_of(const MathNode& node) {
    std::vector<const MathNode*> elements;
    for (const MathNode& child : node.children) {
        if (!child.name.empty()) {
            elements.push_back(&child);
        }
    }
    return elements;
}

// The text of the `index`th element below `node`; empty where there is none.
std::string text_at(const MathNode& node, std::size_t index) {
    const auto elements = elements_of(node);
    return index < elements.size() ? text_of(*elements[index]) : std::string();
}

MathTerm row_of(const MathNode& node);

// Letters, numbers and words. Text keeps the spaces around it.
MathTerm token_of(const MathNode& node) {
    const std::string whole = node.all_text();
    std::string text = to_label(whole);
    if (text.size() >= kLongestLabel) {
        text = whole;
    }
    if (node.name == "mo") {
        return sign_term(std::move(text));
    }
    if (node.name == "mn") {
        return {std::move(text), MathKind::number};
    }
    if (node.name == "ms") {
        return {"\"" + text + "\"", MathKind::word};
    }
    const MathKind kind = count_code_points(text) > 1 ? MathKind::word : MathKind::term;
    return {std::move(text), kind};
}

MathTerm fraction_of(const MathNode& node) {
    const std::string top = text_at(node, 0);
    const std::string bottom = text_at(node, 1);
    if (node.attribute("linethickness").starts_with('0')) {
        return {"binom(" + top + "," + bottom + ")", MathKind::word};
    }
    return {fraction_text(top, bottom), MathKind::fraction};
}

// What ends with a power or an index. "x²" may stand beside a letter, "x^n" may not.
MathTerm script_of(std::string text) {
    const bool is_plain = !text.empty() && (is_ascii_letter(text.back()) ||
                                            (text.back() >= '0' && text.back() <= '9'));
    return {std::move(text), is_plain ? MathKind::script : MathKind::term};
}

MathTerm powers_of(const MathNode& node) {
    const std::string base = text_at(node, 0);
    if (node.name == "msup") {
        return script_of(power_text(base, text_at(node, 1)));
    }
    const std::string lowered = index_text(base, text_at(node, 1));
    return script_of(node.name == "msub" ? lowered : power_text(lowered, text_at(node, 2)));
}

// What stands above and below: accents, braces, the limits of sums.
MathTerm limits_of(const MathNode& node) {
    std::string text = text_at(node, 0);
    const std::string under = node.name == "mover" ? std::string() : text_at(node, 1);
    const std::string over =
        node.name == "munder" ? std::string() : text_at(node, node.name == "mover" ? 1 : 2);
    if (!under.empty() && !is_brace(under) && accent_name(under).empty()) {
        text = index_text(text, under);
    }
    if (!accent_name(over).empty()) {
        return {accented_text(text, over), MathKind::term};
    }
    text = over.empty() || is_brace(over) ? text : power_text(text, over);
    return {std::move(text), MathKind::word};
}

MathTerm fenced_of(const MathNode& node) {
    const auto attribute_or = [&node](std::string_view key, const char* otherwise) {
        const bool is_said = std::ranges::contains(node.attributes, key,
                                                   &std::pair<std::string, std::string>::first);
        return is_said ? to_label(node.attribute(key)) : std::string(otherwise);
    };
    const std::string separators = attribute_or("separators", ",");
    std::string text = attribute_or("open", "(");
    std::size_t count = 0;
    for (const MathNode* element : elements_of(node)) {
        if (count > 0 && !separators.empty()) {
            text += separators[std::min(count - 1, separators.size() - 1)];
        }
        text += text_of(*element);
        ++count;
    }
    MathTerm term(text + attribute_or("close", ")"), MathKind::open);
    term.last = MathKind::close;
    return term;
}

// Rows are parted by semicolons, cells by commas, except where the cells of a row are one equation.
MathTerm table_of(const MathNode& node) {
    std::string text;
    for (const MathNode* row : elements_of(node)) {
        std::vector<const MathNode*> cells = elements_of(*row);
        const bool has_label = row->name == "mlabeledtr" && !cells.empty();
        const std::string label = has_label ? text_of(*cells.front()) : std::string();
        cells.erase(cells.begin(), cells.begin() + (has_label ? 1 : 0));
        std::string line;
        for (const MathNode* cell : cells) {
            const MathTerm term = row_of(*cell);
            const bool is_aligned = line.empty() || term.text.empty() ||
                                    term.first == MathKind::sign || line.back() == '=';
            line += (is_aligned ? "" : ", ") + term.text;
        }
        text += (text.empty() || line.empty() ? "" : "; ") + line;
        text += label.empty() ? "" : " " + label;
    }
    return {text, MathKind::word};
}

// Powers and indices on both sides; pairs of an index and a power, those before the base last.
MathTerm scripts_of(const MathNode& node) {
    const auto elements = elements_of(node);
    std::string before;
    std::string text = text_at(node, 0);
    bool is_before = false;
    for (std::size_t i = 1; i < elements.size();) {
        if (elements[i]->name == "mprescripts") {
            is_before = true;
            ++i;
            continue;
        }
        const std::string lower = text_of(*elements[i]);
        const std::string upper = i + 1 < elements.size() && elements[i + 1]->name != "mprescripts"
                                      ? text_of(*elements[i + 1])
                                      : std::string();
        i += i + 1 < elements.size() && elements[i + 1]->name == "mprescripts" ? 1 : 2;
        if (is_before) {
            before += raised_digits(upper) + index_text("x", lower).substr(1);
        } else {
            text = power_text(index_text(text, lower), upper);
        }
    }
    return script_of(before + text);
}

// What is shown, else what annotates it.
MathTerm semantics_of(const MathNode& node) {
    const MathNode* annotation = nullptr;
    for (const MathNode* element : elements_of(node)) {
        if (element->name == "annotation") {
            annotation = annotation == nullptr ? element : annotation;
        } else if (element->name != "annotation-xml" ||
                   element->attribute("encoding").contains("Presentation")) {
            MathTerm term =
                element->name == "annotation-xml" ? row_of(*element) : term_of(*element);
            if (!term.text.empty()) {
                return term;
            }
        }
    }
    return annotation == nullptr ? MathTerm()
                                 : MathTerm(plain_tex(annotation->all_text()), MathKind::word);
}

// Content markup: an operator and what it is applied to.
MathTerm application_of(const MathNode& node) {
    const auto elements = elements_of(node);
    if (elements.empty()) {
        return {};
    }
    constexpr std::array kInfix{
        std::pair{std::string_view("plus"), "+"},  std::pair{std::string_view("minus"), "-"},
        std::pair{std::string_view("times"), "·"}, std::pair{std::string_view("eq"), "="},
        std::pair{std::string_view("neq"), "≠"},   std::pair{std::string_view("lt"), "<"},
        std::pair{std::string_view("gt"), ">"},    std::pair{std::string_view("leq"), "≤"},
        std::pair{std::string_view("geq"), "≥"}};
    const std::string& name = elements.front()->name;
    if (name == "divide" || name == "power") {
        const std::string left = text_at(node, 1);
        const std::string right = text_at(node, 2);
        return name == "divide" ? MathTerm(fraction_text(left, right), MathKind::fraction)
                                : script_of(power_text(left, right));
    }
    if (name == "root") {
        return {root_text(text_at(node, elements.size() - 1)), MathKind::term};
    }
    const auto* const infix =
        std::ranges::find(kInfix, name, &std::pair<std::string_view, const char*>::first);
    std::string text;
    for (std::size_t i = 1; i < elements.size(); ++i) {
        text += i > 1 ? (infix == kInfix.end() ? "," : infix->second) : "";
        text += text_of(*elements[i]);
    }
    if (infix != kInfix.end()) {
        return {elements.size() == 2 ? infix->second + text : text, MathKind::word};
    }
    const std::string function = name == "ci" || name == "csymbol" ? text_of(*elements[0]) : name;
    return {function + "(" + text + ")", MathKind::word};
}

MathTerm row_of(const MathNode& node) {
    Terms terms;
    for (const MathNode& child : node.children) {
        if (!child.name.empty()) {
            terms.push_back(term_of(child));
        } else if (std::string text = to_label(child.text); !text.empty()) {
            terms.emplace_back(std::move(text), MathKind::word);
        }
    }
    return joined_terms(terms);
}

MathTerm term_of(const MathNode& node) {
    const std::string& name = node.name;
    const auto is_any = [&name](auto... names) { return ((name == names) || ...); };
    if (is_any("mi", "mn", "mo", "mtext", "ms", "ci", "cn", "csymbol")) {
        return token_of(node);
    }
    if (name == "mfrac") {
        return fraction_of(node);
    }
    if (is_any("msup", "msub", "msubsup")) {
        return powers_of(node);
    }
    if (is_any("mover", "munder", "munderover")) {
        return limits_of(node);
    }
    if (name == "msqrt" || (name == "menclose" && node.attribute("notation") == "radical")) {
        return {root_text(row_of(node).text), MathKind::term};
    }
    if (name == "mroot") {
        return {root_text(text_at(node, 0), text_at(node, 1)), MathKind::term};
    }
    if (name == "mfenced") {
        return fenced_of(node);
    }
    if (name == "mtable") {
        return table_of(node);
    }
    if (name == "mmultiscripts") {
        return scripts_of(node);
    }
    if (name == "semantics") {
        return semantics_of(node);
    }
    if (name == "apply") {
        return application_of(node);
    }
    if (is_any("mphantom", "mspace", "none", "mprescripts", "annotation", "annotation-xml",
               "maligngroup", "malignmark")) {
        return {};
    }
    return row_of(node);
}

MathNode node_of(XmlNode node, int depth) {
    MathNode copy;
    if (!node.is_element()) {
        copy.text = node.text();
        return copy;
    }
    copy.name = to_lower(node.name());
    for (const char* key :
         {"open", "close", "separators", "linethickness", "encoding", "notation", "alttext"}) {
        if (node.has_attribute(key)) {
            copy.attributes.emplace_back(key, node.attribute(key));
        }
    }
    for (XmlNode child = node.first_child(); child && depth < kDeepestFormula;
         child = child.next()) {
        copy.children.push_back(node_of(child, depth + 1));
    }
    return copy;
}

} // namespace

std::string_view MathNode::attribute(std::string_view key) const {
    const auto found =
        std::ranges::find(attributes, key, &std::pair<std::string, std::string>::first);
    return found == attributes.end() ? std::string_view() : found->second;
}

std::string MathNode::all_text() const {
    std::string all = text;
    for (const MathNode& child : children) {
        all += child.all_text();
    }
    return all;
}

std::string mathml_text(const MathNode& formula) {
    std::string text = row_of(formula).text;
    return text.empty() ? plain_tex(formula.attribute("alttext")) : text;
}

std::string mathml_text(XmlNode formula) {
    return mathml_text(node_of(formula, 0));
}

std::string plain_tex(std::string_view tex) {
    const auto trim = [&tex] {
        tex.remove_prefix(std::min(tex.find_first_not_of(" \t\r\n"), tex.size()));
        tex = tex.substr(0, tex.find_last_not_of(" \t\r\n") + 1);
    };
    trim();
    for (const std::string_view frame : {"{\\displaystyle", "{\\textstyle"}) {
        if (tex.starts_with(frame) && tex.ends_with('}')) {
            tex = tex.substr(frame.size(), tex.size() - frame.size() - 1);
        }
    }
    trim();
    return std::string(tex);
}

} // namespace sotto::extract
