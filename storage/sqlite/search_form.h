#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// A text as it is compared by the search, and where each byte of it came from. Texts that differ
/// only in their Unicode form (composed, decomposed, compatibility characters such as ligatures,
/// full-width letters and raised digits), in case, in invisible characters, in the accents of Latin
/// and Greek letters, or in the vowel points of Arabic and Hebrew are the same. Cyrillic letters
/// that are written with a mark (ё, й) stay letters of their own.
/// Source: Unicode Standard Annex #15 (NFKC) and section 5.18 (NFKC_Casefold).
class SearchForm {
public:
    /// Bytes that are not UTF-8 become spaces. `text` may be of any length; linear time.
    explicit SearchForm(std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; }

    /// Where the character of the source begins that gave the byte `at` of text().
    [[nodiscard]] std::size_t source_begin(std::size_t at) const;
    /// Where the character of the source ends that gave the byte before `end` of text(). `end`: >
    /// 0.
    [[nodiscard]] std::size_t source_end(std::size_t end) const;

private:
    // Bytes of text() that came from adjacent bytes of the source: either each from one, or all
    // together from all.
    struct Run {
        std::size_t begin = 0; // in text()
        std::size_t source_begin = 0;
        std::size_t source_end = 0;
        bool is_same = false; // text() has the bytes of the source here, but for capitals of ASCII
    };

    [[nodiscard]] const Run& run_at(std::size_t at) const;
    void add_same(std::string_view source, std::size_t begin, std::size_t end);
    void add_changed(std::string_view form, std::size_t begin, std::size_t end);

    std::string text_;
    std::vector<Run> runs_; // in order; the first begins at 0
};

} // namespace sotto::storage
