#include "app/extract/page/page_lists.h"

#include <charconv>
#include <optional>

namespace sotto::extract {

namespace {

constexpr int kLargestNumber = 1'000'000'000;

std::optional<int> number_of(std::string_view value) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_sound =
        error == std::errc() && number > -kLargestNumber && number < kLargestNumber;
    return is_sound ? std::optional(number) : std::nullopt;
}

// The attribute "type" of a list or an item.
std::optional<ListNumbering> numbering_of(const GumboElement& element) {
    const std::string_view type = attribute_of(element, "type");
    return type == "1"   ? std::optional(ListNumbering::decimal)
           : type == "a" ? std::optional(ListNumbering::lower_letter)
           : type == "A" ? std::optional(ListNumbering::upper_letter)
           : type == "i" ? std::optional(ListNumbering::lower_roman)
           : type == "I" ? std::optional(ListNumbering::upper_roman)
                         : std::nullopt;
}

int items_of(const GumboNode* list) {
    int items = 0;
    for (std::size_t i = 0; const GumboNode* child = child_of(list, i); ++i) {
        items += is_element(child) && child->v.element.tag == GUMBO_TAG_LI ? 1 : 0;
    }
    return items;
}

} // namespace

bool PageLists::is_list(GumboTag tag) {
    return tag == GUMBO_TAG_OL || tag == GUMBO_TAG_UL || tag == GUMBO_TAG_MENU ||
           tag == GUMBO_TAG_DIR;
}

void PageLists::open(const GumboNode* list, const Visibility& seen) {
    const GumboElement& element = list->v.element;
    List opened;
    opened.is_ordered = element.tag == GUMBO_TAG_OL;
    if (opened.is_ordered) {
        const bool is_reversed = has_attribute(element, "reversed");
        opened.numbering = numbering_of(element).value_or(ListNumbering::decimal);
        opened.step = is_reversed ? -1 : 1;
        opened.next =
            number_of(attribute_of(element, "start")).value_or(is_reversed ? items_of(list) : 1);
    }
    opened.numbering = seen.list.value_or(opened.numbering);
    lists_.push_back(opened);
}

std::string PageLists::marker_of(const GumboElement& item, const Visibility& seen) {
    if (lists_.empty()) {
        return "- ";
    }
    List& list = lists_.back();
    const int number = number_of(attribute_of(item, "value")).value_or(list.next);
    list.next = number + list.step;
    const ListNumbering numbering = numbering_of(item).value_or(seen.list.value_or(list.numbering));
    if (numbering == ListNumbering::none) {
        return list.is_ordered ? "" : "- ";
    }
    const std::string shown = list_number(number, numbering);
    return shown.empty() ? "- " : shown + ". ";
}

} // namespace sotto::extract
