#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sotto::extract {

/// Tesseract, the program that recognizes text in pictures, where it is installed.
struct Tesseract {
    std::string program;   ///< absolute
    std::string folder;    ///< of what it knows of languages
    std::string languages; ///< those it is asked for, as its option -l takes them: "eng+deu"
};

/// What sotto-recognize returns where it did not come so far as to start Tesseract.
inline constexpr int kRecognizerHasNoSandbox = 70;
inline constexpr int kRecognizerIsMissing = 71;

inline constexpr std::size_t kMaxLanguages = 4;

/// Looks in the few places where systems install it, and nowhere else. It is asked for every
/// language that is installed, for English alone where these are more than kMaxLanguages, since
/// each costs time and memory. The program is empty where it, or any language, is missing.
[[nodiscard]] Tesseract find_tesseract();

/// Of the names of files, those that are languages, as the option -l takes them; English first.
[[nodiscard]] std::string join_languages(const std::vector<std::string>& files);

} // namespace sotto::extract
