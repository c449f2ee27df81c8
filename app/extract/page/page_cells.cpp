#include "app/extract/page/page_cells.h"

#include "app/extract/page/page_elements.h"

#include <cstddef>

namespace sotto::extract {

namespace {

constexpr int kMaxNodes = 2000; // that are looked at
constexpr std::size_t kLongCell = 1500;

} // namespace

bool is_layout_table(const GumboNode* table) {
    const std::string_view role = attribute_of(table->v.element, "role");
    if (role == "presentation" || role == "none") {
        return true;
    }
    int cells = 0;
    int nodes = 0;
    for (const GumboNode* at = table; at != nullptr && cells < 2 && nodes < kMaxNodes;
         at = next_in(table, at), ++nodes) {
        const bool is_cell = is_element(at) && (at->v.element.tag == GUMBO_TAG_TD ||
                                                at->v.element.tag == GUMBO_TAG_TH);
        cells += is_cell ? 1 : 0;
    }
    return cells == 1;
}

bool is_page_cell(const GumboNode* cell) {
    std::size_t bytes = 0;
    int blocks = 0;
    int nodes = 0;
    for (const GumboNode* at = cell; at != nullptr; at = next_in(cell, at)) {
        if (++nodes > kMaxNodes) {
            return true;
        }
        if (is_text(at)) {
            const std::string_view text = at->v.text.text;
            bytes += text.size();
            const bool is_kept = at->parent->v.element.tag == GUMBO_TAG_PRE;
            if (is_kept && text.substr(0, text.find_last_not_of('\n') + 1).contains('\n')) {
                return true;
            }
        } else if (is_element(at) && at != cell) {
            const GumboTag tag = at->v.element.tag;
            if (tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_TEXTAREA) {
                return true;
            }
            blocks += is_block(tag) || is_line(tag) || is_heading(tag) ? 1 : 0;
        }
        if (bytes > kLongCell && blocks > 1) {
            return true;
        }
    }
    return false;
}

} // namespace sotto::extract
