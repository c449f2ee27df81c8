#pragma once

#include "app/extract/text/page_text.h"

#include <memory>
#include <string>
#include <string_view>

class PDFDoc;

namespace sotto::extract {

/// What a reader sees on a page.
struct PdfPage {
    PageWords content;
    bool has_hidden_text = false; ///< text that a reader does not see was left out
};

/// A PDF opened for its text. It uses Poppler's own interface (libpoppler-private-dev), which tells
/// the color, size and glyph of each letter; the stable one (poppler-cpp) tells only where words
/// are. *Owner*: the bytes it was opened with must outlive it.
class PdfReader {
public:
    /// Never fails; see is_ok().
    explicit PdfReader(std::string_view bytes);
    ~PdfReader();
    PdfReader(const PdfReader&) = delete;
    PdfReader& operator=(const PdfReader&) = delete;

    [[nodiscard]] bool is_ok() const;     ///< false: damaged, or locked
    [[nodiscard]] bool is_locked() const; ///< a password is needed
    [[nodiscard]] int pages() const;
    [[nodiscard]] std::string title() const; ///< UTF-8; empty when there is none

    /// The words of a page in reading order. `number` counts from 1; a damaged page has no words.
    /// Left out is text in the color of what is behind it, text smaller than a point, transparent
    /// text, text outside the page or its clipping, text on hidden layers, and invisible text
    /// (rendering mode 3) on a page with visible text and no picture. Other invisible text is that
    /// of a scanned page, and stays. *Source*: ISO 32000-1, 9.3.6, 11.3.
    [[nodiscard]] PdfPage read(int number) const;

private:
    struct Library;
    std::unique_ptr<Library> library_;
    std::unique_ptr<PDFDoc> document_;
};

} // namespace sotto::extract
