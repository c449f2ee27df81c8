#pragma once

#include <string>
#include <string_view>

namespace sotto::ui {

/// Passes streamed text on by whole words, so that no half word is ever drawn.
class WordBuffer {
public:
    /// Adds text (whole UTF-8 characters) and returns what can be shown now: everything up to the
    /// last space; or all of it when the text ends in a script without spaces, or when the last
    /// word is longer than any real one.
    [[nodiscard]] std::string push(std::string_view text);

    /// The rest, at the end of the text.
    [[nodiscard]] std::string take_rest();

private:
    std::string held_;
};

} // namespace sotto::ui
