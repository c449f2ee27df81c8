#pragma once

#include "app/extract/css/style_sheet.h"
#include "app/extract/markup/html_tree.h"

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Where a page stands.
struct PageContext {
    bool is_xhtml = false;
    /// Its notes are shown where they are referred to, though hidden in their own place.
    bool is_book = false;
    /// The style sheet or the note that a link leads to, in other files; not set where there are
    /// none, and nothing where a link leads elsewhere.
    std::function<std::optional<std::string>(std::string_view link)> read_sheet;
    std::function<std::optional<std::string>(std::string_view link)> read_note;
};

/// A parsed page of HTML, its style sheets, and its elements by name.
class Page {
public:
    /// Errors: those of HtmlTree::parse, and unsupported (not text).
    [[nodiscard]] static std::expected<Page, Refusal> parse(std::string_view bytes,
                                                            const PageContext& context);

    [[nodiscard]] const GumboNode* root() const { return tree_.root(); }
    /// The element with this id (or an anchor of this name); nullptr where there is none.
    [[nodiscard]] const GumboNode* element(std::string_view id) const;
    /// (It counts what it is asked.)
    [[nodiscard]] StyleSheet& sheet() const { return sheet_; }
    /// Whether there are style sheets that were not read.
    [[nodiscard]] bool lacks_sheets() const { return lacks_sheets_; }
    [[nodiscard]] const std::string& title() const { return title_; }

private:
    Page(std::unique_ptr<const std::string> text, HtmlTree tree)
        : text_(std::move(text)), tree_(std::move(tree)) {}
    void look_at(const GumboElement& element, const PageContext& context);
    void add_linked_sheet(const GumboElement& link, const PageContext& context);

    std::unique_ptr<const std::string> text_; ///< which the tree refers to
    HtmlTree tree_;
    mutable StyleSheet sheet_;
    std::map<std::string_view, const GumboNode*> by_id_;
    std::string title_;
    bool lacks_sheets_ = false;
};

/// A page as UTF-8, whatever it declares and wherever. Nothing when it is not text.
[[nodiscard]] std::optional<std::string> decode_page(std::string_view bytes);

} // namespace sotto::extract
