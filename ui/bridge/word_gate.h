#pragma once

#include <string>
#include <string_view>

namespace sotto::ui {

/// Lets streamed text through by whole words, so that no half word is ever drawn.
class WordGate {
public:
    /// Adds text (whole UTF-8 characters) and returns what may be shown now: everything up to the
    /// last space, or all of it when the end is no word in the making (scripts without spaces) or
    /// has waited for longer than any word is.
    [[nodiscard]] std::string push(std::string_view text);

    /// What is still held back, at the end of the text.
    [[nodiscard]] std::string rest();

private:
    std::string held_;
};

} // namespace sotto::ui
