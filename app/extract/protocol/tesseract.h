#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sotto::extract {

/// An installed Tesseract, the OCR program.
struct Tesseract {
    std::string program;   ///< absolute
    std::string folder;    ///< with its language data
    std::string languages; ///< the value of its option -l: "eng+deu"
};

/// The exit status of sotto-recognize when it could not start Tesseract.
inline constexpr int kRecognizerHasNoSandbox = 70;
inline constexpr int kRecognizerIsMissing = 71;

inline constexpr std::size_t kMaxLanguages = 4;

/// Looks where systems install Tesseract. It uses all installed languages, or English alone if
/// there are more than kMaxLanguages, since each costs time and memory. `program` is empty where
/// Tesseract or all languages are missing.
[[nodiscard]] Tesseract find_tesseract();

/// The languages among the names of data files, as the option -l takes them; English first.
[[nodiscard]] std::string join_languages(const std::vector<std::string>& files);

} // namespace sotto::extract
