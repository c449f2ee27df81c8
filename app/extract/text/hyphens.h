#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace sotto::extract {

/// The words of a document that are written with a hyphen: "well-known".
class HyphenatedWords {
public:
    /// Remembers those of a line.
    void learn(std::string_view line);

    /// Whether the hyphen at the end of `line` belongs to the word that `next` continues.
    [[nodiscard]] bool is_written(std::string_view line, std::string_view next) const;

private:
    std::unordered_set<std::string> words_;
};

/// Whether `line` ends with a hyphen behind a letter and `next` begins with a lower-case letter (in
/// scripts other than Latin: with whatever may be one).
[[nodiscard]] bool is_hyphenated(std::string_view line, std::string_view next);

/// `line` without the hyphen at its end.
[[nodiscard]] std::string_view without_hyphen(std::string_view line);

} // namespace sotto::extract
