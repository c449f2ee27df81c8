#pragma once

#include "app/extract/markup/html_tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

// What the elements of HTML are to a reader.

/// Whether an element's content is not shown, or only by programs that do not know the element.
[[nodiscard]] bool is_unseen(GumboTag tag);
[[nodiscard]] bool is_heading(GumboTag tag);
/// Whether an element begins a line.
[[nodiscard]] bool is_line(GumboTag tag);
/// Whether an element is a paragraph of its own, or holds paragraphs.
[[nodiscard]] bool is_block(GumboTag tag);

/// The value of an attribute; empty when it is missing.
[[nodiscard]] std::string_view attribute_of(const GumboElement& element, const char* name);
[[nodiscard]] bool has_attribute(const GumboElement& element, const char* name);
/// Whether `word` is among the words of `list`, which blanks part.
[[nodiscard]] bool has_word(std::string_view list, std::string_view word);
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view list);

/// Whether an element is a part of a book's table of contents that no program shows.
[[nodiscard]] bool is_unseen_list(const GumboElement& element);
/// Whether an element is named as the large first letter of a chapter.
[[nodiscard]] bool is_drop_cap(const GumboElement& element);
/// Whether an element is in a <switch> another of whose elements is shown in its place: in a
/// drawing the first one, in a book the first case that is HTML, a formula or a drawing.
[[nodiscard]] bool is_other_choice(const GumboNode* node);

/// Whether an element holds the menu of a site.
[[nodiscard]] bool is_navigation(const GumboElement& element);
/// Whether there is nothing but links, three and more, in a list: a menu, too.
[[nodiscard]] bool is_list_of_links(const GumboNode* list);

/// The name of an element without its prefix, in lower case: "math" for m:math.
[[nodiscard]] std::string name_of(const GumboElement& element);

[[nodiscard]] inline bool is_element(const GumboNode* node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}
[[nodiscard]] bool is_text(const GumboNode* node);

/// The `index`th child; nullptr where there is none.
[[nodiscard]] const GumboNode* child_of(const GumboNode* node, std::size_t index);

/// The node after `node` in the order of the page, below `root`; nullptr after the last.
/// `enters`: whether to go to the children of `node`.
[[nodiscard]] const GumboNode* next_in(const GumboNode* root, const GumboNode* node,
                                       bool enters = true);

/// The text below a node as it stands in the page, at most `max_bytes` of it and a little more.
[[nodiscard]] std::string text_below(const GumboNode* node, std::size_t max_bytes);

} // namespace sotto::extract
