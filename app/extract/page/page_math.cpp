#include "app/extract/page/page_math.h"

#include "app/extract/markup/mathml.h"
#include "app/extract/markup/xml.h"
#include "app/extract/page/page_elements.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>

namespace sotto::extract {

namespace {

MathNode copy_of(const GumboNode* node, int depth) {
    MathNode copy;
    if (!is_element(node)) {
        copy.text = is_text(node) ? node->v.text.text : "";
        return copy;
    }
    const GumboElement& element = node->v.element;
    copy.name = name_of(element);
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
        copy.attributes.emplace_back(to_lower(attribute->name), attribute->value);
    }
    for (std::size_t i = 0; depth < kDeepestFormula; ++i) {
        const GumboNode* child = child_of(node, i);
        if (child == nullptr) {
            break;
        }
        copy.children.push_back(copy_of(child, depth + 1));
    }
    return copy;
}

bool is_math(const GumboNode* node) {
    return is_element(node) &&
           (node->v.element.tag == GUMBO_TAG_MATH ||
            (node->v.element.tag == GUMBO_TAG_UNKNOWN && name_of(node->v.element) == "math"));
}

PageFormula from_math(const GumboNode* node) {
    const MathNode copy = copy_of(node, 0);
    const bool is_displayed =
        copy.attribute("display") == "block" || copy.attribute("mode") == "display";
    return {mathml_text(copy), is_displayed};
}

std::string from_source(std::string_view mathml) {
    const auto document = XmlDocument::parse(mathml);
    return document ? mathml_text(document->root()) : std::string();
}

bool is_formula_script(const GumboNode* node) {
    return is_element(node) && node->v.element.tag == GUMBO_TAG_SCRIPT &&
           to_lower(attribute_of(node->v.element, "type")).starts_with("math/");
}

// Whether an element is drawn by a program for formulas.
bool is_drawn(const GumboElement& element) {
    static constexpr std::array<std::string_view, 7> kClasses{
        "katex",         "MathJax",   "MathJax_Display", "MathJax_SVG",
        "MathJax_CHTML", "mjx-chtml", "mwe-math-element"};
    return std::ranges::any_of(words_of(attribute_of(element, "class")),
                               [](auto name) { return std::ranges::contains(kClasses, name); }) ||
           (element.tag == GUMBO_TAG_UNKNOWN && name_of(element) == "mjx-container");
}

// The first of the next few elements on one side of `node` that `is_meant`, with nothing but blanks
// between. `step`: 1 for those behind it, -1 for those before it.
template <class IsMeant>
bool is_beside(const GumboNode* node, int step, IsMeant is_meant) {
    constexpr int kNear = 4;
    auto index = static_cast<std::ptrdiff_t>(node->index_within_parent);
    for (int i = 0; i < kNear; ++i) {
        index += step;
        const GumboNode* other =
            index < 0 ? nullptr : child_of(node->parent, static_cast<std::size_t>(index));
        if (other == nullptr || (is_text(other) && other->type != GUMBO_NODE_WHITESPACE)) {
            return false;
        }
        if (is_meant(other)) {
            return true;
        }
    }
    return false;
}

std::optional<PageFormula> from_drawing(const GumboNode* node) {
    const GumboElement& element = node->v.element;
    const bool is_displayed = attribute_of(element, "class").contains("Display") ||
                              attribute_of(element, "display") == "true";
    constexpr int kMaxNodes = 2000; // drawings may be nested
    int nodes = 0;
    for (const GumboNode* at = node; at != nullptr && ++nodes < kMaxNodes; at = next_in(node, at)) {
        if (at != node && is_math(at)) {
            PageFormula formula = from_math(at);
            formula.is_displayed = formula.is_displayed || is_displayed;
            return formula;
        }
        const std::string_view source =
            is_element(at) ? attribute_of(at->v.element, "data-mathml") : std::string_view();
        if (!source.empty()) {
            return PageFormula{from_source(source), is_displayed};
        }
    }
    return std::nullopt;
}

PageFormula from_script(const GumboNode* node) {
    const std::string type = to_lower(attribute_of(node->v.element, "type"));
    const std::string source = text_below(node, std::string::npos);
    return {type.contains("mml") ? from_source(source) : plain_tex(source),
            type.contains("mode=display")};
}

} // namespace

std::optional<PageFormula> formula_of(const GumboNode* node) {
    if (is_math(node)) {
        return from_math(node);
    }
    if (is_formula_script(node)) {
        const bool is_said = is_beside(node, -1, [](const GumboNode* other) {
            return is_element(other) && is_drawn(other->v.element) && from_drawing(other);
        });
        return is_said ? PageFormula{} : from_script(node);
    }
    const GumboElement& element = node->v.element;
    if (attribute_of(element, "class").empty() && element.tag != GUMBO_TAG_UNKNOWN) {
        return std::nullopt;
    }
    const bool is_preview = has_word(attribute_of(element, "class"), "MathJax_Preview");
    if (!is_preview && !is_drawn(element)) {
        return std::nullopt;
    }
    auto formula = is_preview ? std::nullopt : from_drawing(node);
    if (!formula && is_beside(node, 1, is_formula_script)) {
        return PageFormula{}; // the script says it
    }
    return formula;
}

} // namespace sotto::extract
