#pragma once

#include "app/extract/page/page.h"
#include "app/extract/page/page_lists.h"
#include "app/extract/page/page_visibility.h"
#include "app/extract/text/text_builder.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Writes what a reader sees of a page. Walks without recursion, since a page controls the depth;
/// only a note is walked within the walk that refers to it.
class PageWriter {
public:
    /// All outlive the writer.
    PageWriter(const Page& page, const PageContext& context, TextBuilder& builder);

    /// Leaves out the notes with these ids: other pages show them.
    void leave_out(const std::set<std::string>& ids);

    /// Writes the whole page.
    void write();

    /// Writes a note of the page, on one line.
    void write_note(const GumboNode* note);

private:
    enum class Shift : std::uint8_t { none, up, down };
    enum class End : std::uint8_t { none, line, paragraph, heading };

    /// What ends with an element.
    enum class Role : std::uint8_t {
        none,
        cell,      ///< on one line with others
        page_cell, ///< a part of the page
        row,
        table,
        item,
        quotation,
        link,
        ruby,
        reading,
    };

    /// An element that is open.
    struct Frame {
        Visibility seen;
        Shift shift = Shift::none;
        bool keeps_blanks = false; ///< <pre>
        bool is_drawing = false;
        bool is_drawn_text = false;
        bool is_navigation = false; ///< a menu: addresses are left out
        // Not passed on to the elements within:
        End end = End::none;
        Role role = Role::none;
        bool is_list = false;
    };

    void walk(const GumboNode* root);
    bool enter(const GumboNode* node);
    bool enter_element(const GumboNode* node);
    bool enter_styled(const GumboNode* node, Frame& inner);
    bool enter_drawing(const GumboNode* node, Frame& inner);
    bool enter_shown(const GumboNode* node, Frame& inner);
    void open_gap(const GumboElement& element, Frame& inner);
    void open_cell(const GumboNode* node, Frame& inner);
    void leave();
    void end_role(Role role);
    void end_ruby();

    void write_text(const GumboNode* node);
    void write_letter(const GumboNode* node);
    bool write_formula(const GumboNode* node, const Visibility& seen);
    bool write_reference(const GumboNode* node);
    void write_input(const GumboElement& element);
    void say(std::string_view text);
    void begin_text();
    void hide(std::string_view text);

    void space();
    void line();
    void paragraph();
    void break_line();

    [[nodiscard]] Frame& frame() { return frames_.back(); }
    void enter_around(const GumboNode* note);

    const Page& page_;
    const PageContext& context_;
    TextBuilder& builder_;
    std::vector<Frame> frames_;       ///< the first is that around the page
    std::vector<StyledElement> path_; ///< the elements that are open
    std::vector<bool> is_layout_;     ///< of the tables that are open
    PageLists lists_;
    std::map<std::string, const GumboNode*> notes_by_id_; ///< that the page refers to
    std::set<const GumboNode*> notes_;                    ///< shown where they are referred to
    std::set<const GumboNode*> written_;                  ///< those shown already, or elsewhere
    std::vector<std::string> readings_;                   ///< of the <ruby>s that are open
    std::string marker_;                                  ///< stands before the next text
    std::size_t cells_ = 0;                               ///< ended in this row since its last text
    int inline_depth_ = 0; ///< cells and notes, which have no lines of their own
    int note_depth_ = 0;
    int reading_depth_ = 0;
    int quotation_depth_ = 0;
    bool is_in_heading_ = false;
    bool joins_next_ = false; ///< a drop cap was written
};

} // namespace sotto::extract
