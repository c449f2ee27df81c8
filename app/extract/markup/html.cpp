#include "app/extract/markup/html_tree.h"
#include "app/extract/markup/markup.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

// Where a page declares its character set. The standard says within 1024 bytes, but old pages have
// scripts first.
constexpr std::size_t kDeclarationBytes = std::size_t{64} << 10U;

// The name after "charset=" or, in XML's first line, "encoding=".
std::string declared_charset(std::string_view bytes) {
    const std::string head = to_lower(bytes.substr(0, kDeclarationBytes));
    const std::size_t xml_end = head.starts_with("<?xml") ? head.find("?>") : 0;
    for (const auto& [word, end] : {std::pair{std::string_view("encoding="), xml_end},
                                    std::pair{std::string_view("charset="), head.size()}}) {
        const std::size_t found = head.find(word);
        if (found >= end) {
            continue;
        }
        std::string_view name = std::string_view(head).substr(found + word.size());
        name.remove_prefix(std::min(name.find_first_not_of("\"' "), name.size()));
        return std::string(name.substr(0, name.find_first_of("\"'>;/ \t\r\n?")));
    }
    return {};
}

bool is_skipped(GumboTag tag) {
    constexpr std::array kSkipped{GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,  GUMBO_TAG_TITLE,
                                  GUMBO_TAG_TEMPLATE, GUMBO_TAG_SVG,    GUMBO_TAG_IFRAME,
                                  GUMBO_TAG_OBJECT,   GUMBO_TAG_CANVAS, GUMBO_TAG_NOFRAMES};
    return std::ranges::contains(kSkipped, tag);
}

bool is_heading(GumboTag tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

bool is_line(GumboTag tag) {
    constexpr std::array kLines{GUMBO_TAG_LI, GUMBO_TAG_TR, GUMBO_TAG_DT, GUMBO_TAG_DD,
                                GUMBO_TAG_OPTION};
    return std::ranges::contains(kLines, tag);
}

bool is_block(GumboTag tag) {
    constexpr std::array kBlocks{
        GUMBO_TAG_P,       GUMBO_TAG_DIV,    GUMBO_TAG_UL,      GUMBO_TAG_OL,
        GUMBO_TAG_DL,      GUMBO_TAG_TABLE,  GUMBO_TAG_PRE,     GUMBO_TAG_BLOCKQUOTE,
        GUMBO_TAG_SECTION, GUMBO_TAG_NAV,    GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,
        GUMBO_TAG_HEADER,  GUMBO_TAG_FOOTER, GUMBO_TAG_ADDRESS, GUMBO_TAG_MAIN,
        GUMBO_TAG_FIGURE,  GUMBO_TAG_FORM,   GUMBO_TAG_BODY,    GUMBO_TAG_FIELDSET,
        GUMBO_TAG_DETAILS, GUMBO_TAG_HR,     GUMBO_TAG_CENTER,  GUMBO_TAG_CAPTION};
    return std::ranges::contains(kBlocks, tag);
}

std::string_view attribute_of(const GumboElement& element, const char* name) {
    const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
    return attribute == nullptr ? std::string_view() : attribute->value;
}

// Walks the tree without recursion, since a page controls the depth.
class PageWriter {
public:
    explicit PageWriter(TextBuilder& builder) : builder_(builder) {}

    void write(const GumboNode* root) {
        const GumboNode* node = root;
        while (node != nullptr && !builder_.is_full()) {
            const GumboNode* child = enter(node) ? child_of(node, 0) : nullptr;
            if (child != nullptr) {
                node = child;
                continue;
            }
            leave(node);
            while (node != root) {
                if (const GumboNode* next = child_of(node->parent, node->index_within_parent + 1)) {
                    node = next;
                    break;
                }
                node = node->parent;
                leave(node);
            }
            if (node == root) {
                return;
            }
        }
    }

    [[nodiscard]] std::string take_title() { return std::move(title_); }

private:
    static const GumboNode* child_of(const GumboNode* node, std::size_t index) {
        if (node->type != GUMBO_NODE_ELEMENT) {
            return nullptr;
        }
        const GumboVector& children = node->v.element.children;
        return index < children.length ? static_cast<const GumboNode*>(children.data[index])
                                       : nullptr;
    }

    // Whether to visit the children.
    bool enter(const GumboNode* node) {
        switch (node->type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_CDATA:
        case GUMBO_NODE_WHITESPACE:
            write_text(node->v.text.text);
            return false;
        case GUMBO_NODE_ELEMENT:
            return enter_element(node->v.element);
        default:
            return false;
        }
    }

    void write_text(std::string_view text) {
        if (depth_of_pre_ > 0) {
            builder_.keep(text);
        } else {
            builder_.flow(text);
        }
    }

    bool enter_element(const GumboElement& element) {
        if (element.tag == GUMBO_TAG_TITLE && title_.empty() && element.children.length > 0) {
            const auto* child = static_cast<const GumboNode*>(element.children.data[0]);
            title_ = child->type == GUMBO_NODE_TEXT ? to_label(child->v.text.text) : "";
        }
        if (is_skipped(element.tag)) {
            return false;
        }
        open_block(element.tag);
        if (element.tag == GUMBO_TAG_BR) {
            builder_.break_line();
        } else if (element.tag == GUMBO_TAG_LI) {
            builder_.flow("- ");
        } else if (element.tag == GUMBO_TAG_IMG) {
            builder_.flow(attribute_of(element, "alt"));
        }
        return true;
    }

    void open_block(GumboTag tag) {
        if (is_heading(tag)) {
            builder_.begin_heading();
        } else if (is_line(tag)) {
            builder_.end_line();
        } else if (is_block(tag)) {
            builder_.end_paragraph();
        }
        depth_of_pre_ += tag == GUMBO_TAG_PRE ? 1 : 0;
    }

    void leave(const GumboNode* node) {
        if (node->type != GUMBO_NODE_ELEMENT || is_skipped(node->v.element.tag)) {
            return;
        }
        const GumboTag tag = node->v.element.tag;
        depth_of_pre_ -= tag == GUMBO_TAG_PRE ? 1 : 0;
        if (is_heading(tag)) {
            builder_.end_heading();
        } else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
            builder_.end_cell();
        } else if (is_line(tag)) {
            builder_.end_line();
        } else if (is_block(tag)) {
            builder_.end_paragraph();
        }
    }

    TextBuilder& builder_;
    std::string title_;
    int depth_of_pre_ = 0;
};

} // namespace

std::expected<std::string, Refusal> append_html(std::string_view bytes, TextBuilder& builder) {
    const auto text = decode_text(bytes, declared_charset(bytes));
    if (!text) {
        return refuse(RefusalKind::unsupported,
                      "is a binary file, not a document whose text Sotto can read");
    }
    const auto tree = HtmlTree::parse(*text);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    PageWriter writer(builder);
    writer.write(tree->root());
    builder.end_paragraph();
    return writer.take_title();
}

Extraction extract_html(std::string_view bytes) {
    TextBuilder builder;
    auto title = append_html(bytes, builder);
    return title ? builder.finish(*title) : std::unexpected(std::move(title.error()));
}

bool looks_like_html(std::string_view bytes) {
    const std::string head = to_lower(bytes.substr(0, 1024));
    std::string_view rest = head;
    if (rest.starts_with("\xEF\xBB\xBF")) {
        rest.remove_prefix(3);
    }
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (!rest.starts_with('<')) {
        return false;
    }
    constexpr std::array<std::string_view, 5> kElements{"<!doctype html", "<html", "<head", "<body",
                                                        "<title"};
    return std::ranges::any_of(kElements,
                               [rest](std::string_view element) { return rest.contains(element); });
}

} // namespace sotto::extract
