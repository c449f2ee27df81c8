#include "app/extract/pdf/pdf.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace sotto::extract {

namespace {

// What programs write when there is no title.
constexpr std::array<std::string_view, 9> kPlaceholders{
    "untitled", "no title", "title",     "unknown",      "document",
    "none",     "null",     "anonymous", "presentation",
};
constexpr std::array<std::string_view, 23> kEndings{
    ".doc",  ".docx", ".dot", ".dvi", ".eps", ".fm",  ".htm",  ".html",
    ".indd", ".odp",  ".ods", ".odt", ".pdf", ".ppt", ".ps",   ".pptx",
    ".qxd",  ".rtf",  ".tex", ".tif", ".txt", ".xls", ".xlsx",
};

std::string lower(std::string text) {
    for (char& byte : text) {
        byte = static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
    }
    return text;
}

// Any character beyond ASCII may be a letter.
bool is_letter(char byte) {
    return std::isalpha(static_cast<unsigned char>(byte)) != 0 ||
           static_cast<unsigned char>(byte) >= 0x80U;
}

// "untitled", "Untitled-1", "Document 3", "(anonymous)": a placeholder without other letters.
bool is_placeholder(const std::string& small) {
    std::string word = small;
    while (!word.empty() && !is_letter(word.back())) {
        word.pop_back();
    }
    word.erase(word.begin(), std::ranges::find_if(word, is_letter));
    return word.empty() || word == "untitled document" ||
           std::ranges::contains(kPlaceholders, word);
}

} // namespace

std::string meaningful_title(std::string_view title) {
    std::string label = to_label(title);
    const std::string small = lower(label);
    const bool names_program = small.starts_with("microsoft ") && small.contains(" - ");
    const bool names_file =
        std::ranges::any_of(
            kEndings, [&small](std::string_view ending) { return small.ends_with(ending); }) ||
        small.contains(":\\") || small.starts_with("file:") || small.starts_with('/');
    if (is_placeholder(small) || names_program || names_file || label.contains("\uFFFD")) {
        return {};
    }
    return label;
}

} // namespace sotto::extract
