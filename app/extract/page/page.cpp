#include "app/extract/page/page.h"

#include "app/extract/markup/markup.h"
#include "app/extract/markup/xml.h"
#include "app/extract/page/page_elements.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

// Where a page declares its character set. The standard says within 1024 bytes, but old pages have
// scripts first.
constexpr std::size_t kDeclarationBytes = std::size_t{64} << 10U;

// The name behind "charset" and "=" within the tag that `tag` begins with; empty when there is
// none.
std::string charset_in(std::string_view tag) {
    constexpr std::string_view kWord = "charset";
    constexpr std::string_view kBlanks = " \t\r\n";
    tag = tag.substr(0, tag.find('>'));
    for (std::size_t at = tag.find(kWord); at != std::string_view::npos;
         at = tag.find(kWord, at + 1)) {
        std::string_view name = tag.substr(at + kWord.size());
        name.remove_prefix(std::min(name.find_first_not_of(kBlanks), name.size()));
        if (!name.starts_with('=')) {
            continue;
        }
        name.remove_prefix(1);
        name.remove_prefix(std::min(name.find_first_not_of("\"' \t\r\n"), name.size()));
        return std::string(name.substr(0, name.find_first_of("\"'>;/ \t\r\n?")));
    }
    return {};
}

// Whether a name means characters of two or four bytes, which a page that could be searched for the
// name does not have. Source: the HTML standard, 13.2.3.2.
bool is_wide(std::string_view charset) {
    return charset.starts_with("utf-16") || charset.starts_with("utf-32") ||
           charset.starts_with("utf16") || charset.starts_with("ucs") || charset == "unicode";
}

// What the page declares: in a <meta>, else in XML's first line. (A script may have a character set
// of its own.)
std::string declared_charset(std::string_view bytes) {
    const std::string head = to_lower(bytes.substr(0, kDeclarationBytes));
    for (std::size_t at = head.find("<meta"); at != std::string::npos;
         at = head.find("<meta", at + 1)) {
        std::string name = charset_in(std::string_view(head).substr(at));
        if (!name.empty() && !is_wide(name)) {
            return name;
        }
    }
    std::string name = to_lower(xml_encoding(bytes));
    return is_wide(name) ? std::string() : name;
}

} // namespace

std::optional<std::string> decode_page(std::string_view bytes) {
    return decode_text(bytes, declared_charset(bytes));
}

std::expected<Page, Refusal> Page::parse(std::string_view bytes, const PageContext& context) {
    auto text = decode_page(bytes);
    if (!text) {
        return refuse(RefusalKind::unsupported,
                      "is a binary file, not a document whose text Sotto can read");
    }
    auto owned = std::make_unique<const std::string>(context.is_xhtml ? with_end_tags(*text)
                                                                      : std::move(*text));
    auto tree = HtmlTree::parse(*owned);
    if (!tree) {
        return std::unexpected(std::move(tree.error()));
    }
    Page page(std::move(owned), std::move(*tree));
    for (const GumboNode* node = page.root(); node != nullptr; node = next_in(page.root(), node)) {
        if (!is_element(node)) {
            continue;
        }
        const GumboElement& element = node->v.element;
        for (const char* name : {"id", "name"}) {
            if (const auto value = attribute_of(element, name); !value.empty()) {
                page.by_id_.emplace(value, node);
            }
        }
        page.look_at(element, context);
    }
    return page;
}

void Page::look_at(const GumboElement& element, const PageContext& context) {
    const auto* const child = element.children.length > 0
                                  ? static_cast<const GumboNode*>(element.children.data[0])
                                  : nullptr;
    const bool has_text = child != nullptr && is_text(child);
    if (element.tag == GUMBO_TAG_TITLE && element.tag_namespace == GUMBO_NAMESPACE_HTML &&
        title_.empty() && has_text) {
        title_ = to_label(child->v.text.text);
    } else if (element.tag == GUMBO_TAG_STYLE && has_text) {
        if (!to_lower(attribute_of(element, "media")).starts_with("print")) {
            sheet_.add(child->v.text.text);
            lacks_sheets_ = lacks_sheets_ || sheet_.imports_others();
        }
    } else if (element.tag == GUMBO_TAG_LINK) {
        add_linked_sheet(element, context);
    }
}

void Page::add_linked_sheet(const GumboElement& link, const PageContext& context) {
    const std::string kind = to_lower(attribute_of(link, "rel"));
    if (!has_word(kind, "stylesheet") || has_word(kind, "alternate") ||
        to_lower(attribute_of(link, "media")).starts_with("print")) {
        return;
    }
    const auto css =
        context.read_sheet ? context.read_sheet(attribute_of(link, "href")) : std::nullopt;
    if (css) {
        sheet_.add(*css);
    }
    lacks_sheets_ = lacks_sheets_ || !css || sheet_.imports_others();
}

const GumboNode* Page::element(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

} // namespace sotto::extract
