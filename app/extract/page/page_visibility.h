#pragma once

#include "app/extract/css/css.h"
#include "app/extract/css/style_sheet.h"
#include "app/extract/page/page_elements.h"

#include <optional>
#include <span>

namespace sotto::extract {

/// Whether, and how, a reader sees the text right within an element. Passed on to the elements
/// below it.
struct Visibility {
    bool is_hidden = false;    ///< with all below
    bool is_invisible = false; ///< unless an element below is made visible again
    bool is_tiny = false;
    bool may_have_background = false; ///< from a style sheet that is not read
    std::optional<Paint> color;       ///< nothing: that of ordinary text
    std::optional<Paint> background;  ///< nothing: that of the page
    std::optional<ListNumbering> list;
    Display display = Display::other; ///< of the element itself

    /// Whether text is seen.
    [[nodiscard]] bool shows_text() const;
};

/// An element as selectors look at it.
[[nodiscard]] StyledElement styled(const GumboElement& element);

/// What is seen of `element`, the last of `path`, within `parent`. What is off the screen or
/// clipped away, for screen readers only, is not seen. `lacks_sheets`: the page has style sheets
/// that are not read.
[[nodiscard]] Visibility visibility_of(const GumboElement& element,
                                       std::span<const StyledElement> path,
                                       const Visibility& parent, StyleSheet& sheet,
                                       bool lacks_sheets);

} // namespace sotto::extract
