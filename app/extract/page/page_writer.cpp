#include "app/extract/page/page_writer.h"

#include "app/extract/page/page_cells.h"
#include "app/extract/page/page_elements.h"
#include "app/extract/page/page_notes.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace sotto::extract {

namespace {

bool is_cell(GumboTag tag) {
    return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
}

bool keeps_blanks(GumboTag tag) {
    return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING || tag == GUMBO_TAG_XMP ||
           tag == GUMBO_TAG_PLAINTEXT || tag == GUMBO_TAG_TEXTAREA;
}

// Whether there is one letter only, perhaps with a mark.
bool is_letter(const GumboNode* node) {
    const std::string text = to_label(text_below(node, 64));
    return !text.empty() && count_code_points(text) <= 2;
}

} // namespace

PageWriter::PageWriter(const Page& page, const PageContext& context, TextBuilder& builder)
    : page_(page), context_(context), builder_(builder) {
    frames_.emplace_back();
    notes_by_id_ = notes_referred_to(page);
    for (const auto& [id, note] : notes_by_id_) {
        notes_.insert(note);
    }
}

void PageWriter::leave_out(const std::set<std::string>& ids) {
    for (const std::string& id : ids) {
        if (const GumboNode* note = note_named(page_, id)) {
            notes_.insert(note);
            written_.insert(note);
        }
    }
}

void PageWriter::write() {
    walk(page_.root());
    // Notes that only other notes refer to.
    for (const auto& [id, note] : notes_by_id_) {
        if (!written_.contains(note)) {
            paragraph();
            write_note(note);
        }
    }
    paragraph();
}

void PageWriter::write_note(const GumboNode* note) {
    written_.insert(note);
    std::vector<StyledElement> path = std::exchange(path_, {});
    enter_around(note);
    ++inline_depth_;
    ++note_depth_;
    for (std::size_t i = 0; const GumboNode* child = child_of(note, i); ++i) {
        walk(child);
    }
    --note_depth_;
    --inline_depth_;
    frames_.pop_back();
    path_ = std::move(path);
}

// Opens a frame for the content of a note, which stands elsewhere in the page.
void PageWriter::enter_around(const GumboNode* note) {
    std::vector<const GumboElement*> around;
    for (const GumboNode* at = note; at != nullptr && is_element(at); at = at->parent) {
        around.push_back(&at->v.element);
    }
    Frame frame;
    for (const GumboElement* element : around | std::views::reverse) {
        path_.push_back(styled(*element));
        if (!context_.is_book) {
            frame.seen =
                visibility_of(*element, path_, frame.seen, page_.sheet(), page_.lacks_sheets());
        }
    }
    frames_.push_back(frame);
}

void PageWriter::walk(const GumboNode* root) {
    const GumboNode* node = root;
    while (!builder_.is_full()) {
        if (enter(node)) {
            if (const GumboNode* child = child_of(node, 0)) {
                node = child;
                continue;
            }
            leave();
        }
        while (node != root) {
            if (const GumboNode* next = child_of(node->parent, node->index_within_parent + 1)) {
                node = next;
                break;
            }
            node = node->parent;
            leave();
        }
        if (node == root) {
            return;
        }
    }
}

// Whether to visit the children, and then to leave the node.
bool PageWriter::enter(const GumboNode* node) {
    if (is_text(node)) {
        write_text(node);
        return false;
    }
    return node->type == GUMBO_NODE_ELEMENT && enter_element(node);
}

bool PageWriter::enter_element(const GumboNode* node) {
    const GumboElement& element = node->v.element;
    if (element.tag == GUMBO_TAG_HEAD || notes_.contains(node)) {
        return false;
    }
    Frame inner = frame();
    inner.end = End::none;
    inner.role = Role::none;
    inner.is_list = false;
    path_.push_back(styled(element));
    inner.seen = visibility_of(element, path_, frame().seen, page_.sheet(), page_.lacks_sheets());
    const bool enters = enter_styled(node, inner);
    if (enters) {
        frames_.push_back(inner);
    } else {
        path_.pop_back();
    }
    return enters;
}

bool PageWriter::enter_styled(const GumboNode* node, Frame& inner) {
    const GumboElement& element = node->v.element;
    if (write_formula(node, inner.seen)) {
        return false;
    }
    if (element.tag_namespace == GUMBO_NAMESPACE_HTML && is_unseen(element.tag)) {
        return false;
    }
    if (inner.seen.is_hidden) {
        return !is_unseen_list(element); // visited only to see whether there is text
    }
    return element.tag_namespace == GUMBO_NAMESPACE_SVG ? enter_drawing(node, inner)
                                                        : enter_shown(node, inner);
}

bool PageWriter::enter_drawing(const GumboNode* node, Frame& inner) {
    if (is_other_choice(node)) {
        return false;
    }
    constexpr std::array<std::string_view, 11> kUnseen{
        "desc",     "metadata", "style", "script", "defs",          "symbol",
        "clippath", "mask",     "title", "marker", "lineargradient"};
    const std::string name = name_of(node->v.element);
    if (std::ranges::contains(kUnseen, name)) {
        if (name == "title" && is_element(node->parent) &&
            attribute_of(node->parent->v.element, "role") == "img") {
            say(to_label(text_below(node, kLongestLabel))); // what pictures have as "alt"
        }
        return false;
    }
    inner.is_drawing = name != "foreignobject";
    if (name == "text") {
        inner.is_drawn_text = true;
        inner.end = End::line;
        line();
    } else if (name == "tspan" &&
               (has_attribute(node->v.element, "x") || has_attribute(node->v.element, "dy"))) {
        space();
    }
    return true;
}

bool PageWriter::enter_shown(const GumboNode* node, Frame& inner) {
    const GumboElement& element = node->v.element;
    inner.is_drawing = inner.is_drawn_text = false;
    if (element.tag == GUMBO_TAG_UNKNOWN && is_other_choice(node)) {
        return false;
    }
    if ((note_depth_ > 0 && is_way_back(element)) || write_reference(node)) {
        return false;
    }
    if (is_drop_cap(element) && is_letter(node)) {
        write_letter(node);
        joins_next_ = is_block(element.tag);
        return false;
    }
    open_gap(element, inner);
    switch (element.tag) {
    case GUMBO_TAG_BR:
        break_line();
        break;
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
        write_input(element);
        break;
    case GUMBO_TAG_OPTGROUP:
        say(attribute_of(element, "label"));
        line();
        break;
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_SUB:
        inner.shift = element.tag == GUMBO_TAG_SUP ? Shift::up : Shift::down;
        break;
    case GUMBO_TAG_Q:
        say(quotation_depth_++ % 2 == 0 ? "“" : "‘");
        inner.role = Role::quotation;
        break;
    case GUMBO_TAG_A:
        if (!inner.is_navigation) {
            builder_.begin_link(attribute_of(element, "href"));
            inner.role = Role::link;
        }
        break;
    case GUMBO_TAG_RUBY:
        readings_.emplace_back();
        inner.role = Role::ruby;
        break;
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RTC:
        if (!readings_.empty()) {
            readings_.back() += element.tag == GUMBO_TAG_RTC ? " " : "";
            ++reading_depth_;
            inner.role = Role::reading;
        }
        break;
    case GUMBO_TAG_TABLE:
        is_layout_.push_back(is_layout_table(node));
        inner.role = Role::table;
        cells_ = 0;
        break;
    case GUMBO_TAG_TR:
        inner.role = Role::row;
        cells_ = 0;
        break;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        open_cell(node, inner);
        break;
    case GUMBO_TAG_LI:
        marker_ += marker_.size() < 100 ? lists_.marker_of(element, inner.seen) : std::string();
        inner.role = Role::item;
        break;
    default:
        break;
    }
    inner.is_navigation =
        inner.is_navigation || is_navigation(element) ||
        (PageLists::is_list(element.tag) && !lists_.is_open() && is_list_of_links(node));
    if (PageLists::is_list(element.tag)) {
        lists_.open(node, inner.seen);
        inner.is_list = true;
    }
    inner.keeps_blanks = inner.keeps_blanks || keeps_blanks(element.tag);
    return true;
}

void PageWriter::open_gap(const GumboElement& element, Frame& inner) {
    const bool is_heading_role = attribute_of(element, "role") == "heading";
    if ((is_heading(element.tag) || is_heading_role) && inline_depth_ == 0 && !is_in_heading_) {
        builder_.begin_heading();
        is_in_heading_ = true;
        inner.end = End::heading;
        return;
    }
    const bool is_inner_list = PageLists::is_list(element.tag) && lists_.is_open();
    if (!is_inner_list && (is_block(element.tag) || is_heading(element.tag))) {
        inner.end = End::paragraph;
        paragraph();
    } else if (is_inner_list || is_line(element.tag) ||
               (inner.seen.display == Display::block && !is_cell(element.tag) &&
                element.tag != GUMBO_TAG_BR && element.tag != GUMBO_TAG_IMG)) {
        inner.end = End::line;
        line();
    }
}

void PageWriter::open_cell(const GumboNode* node, Frame& inner) {
    const bool is_in_page = !is_layout_.empty() && is_layout_.back();
    if (inline_depth_ == 0 && (is_in_page || is_page_cell(node))) {
        inner.role = Role::page_cell;
        cells_ = 0;
        line();
    } else {
        inner.role = Role::cell;
        ++inline_depth_;
    }
}

void PageWriter::leave() {
    const Frame ended = frame();
    frames_.pop_back();
    path_.pop_back();
    if (ended.is_list) {
        lists_.close();
    }
    end_role(ended.role);
    switch (ended.end) {
    case End::heading:
        builder_.end_heading();
        is_in_heading_ = false;
        break;
    case End::paragraph:
        paragraph();
        break;
    case End::line:
        line();
        break;
    case End::none:
        break;
    }
}

void PageWriter::end_role(Role role) {
    switch (role) {
    case Role::cell:
        --inline_depth_;
        if (note_depth_ == 0) {
            ++cells_;
        } else {
            space();
        }
        break;
    case Role::page_cell:
        cells_ = 0;
        line();
        break;
    case Role::row:
        cells_ = 0;
        break;
    case Role::table:
        is_layout_.pop_back();
        cells_ = 0;
        break;
    case Role::item:
        if (note_depth_ == 0) {
            marker_.clear(); // it had no text
        }
        break;
    case Role::quotation:
        say(--quotation_depth_ % 2 == 0 ? "”" : "’");
        break;
    case Role::link:
        builder_.end_link();
        break;
    case Role::ruby:
        end_ruby();
        break;
    case Role::reading:
        --reading_depth_;
        break;
    case Role::none:
        break;
    }
}

} // namespace sotto::extract
