#include "app/extract/protocol/tesseract.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace sotto::extract {

namespace {

namespace fs = std::filesystem;

constexpr std::array kPrograms{"/usr/bin/tesseract", "/usr/local/bin/tesseract"};
// Debian, most other distributions, and manual installation.
constexpr std::array kFolders{"/usr/share/tesseract-ocr/5/tessdata",
                              "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
                              "/usr/local/share/tessdata"};
constexpr std::string_view kEnding = ".traineddata";
constexpr std::string_view kEnglish = "eng";

std::vector<std::string> names_in(const char* folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    return names;
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    });
}

} // namespace

std::string join_languages(const std::vector<std::string>& files) {
    std::vector<std::string> languages;
    for (const std::string& file : files) {
        if (!file.ends_with(kEnding)) {
            continue;
        }
        std::string name = file.substr(0, file.size() - kEnding.size());
        if (is_plain_name(name) && name != "osd" && name != "equ") { // layout, formulas
            languages.push_back(std::move(name));
        }
    }
    std::ranges::sort(languages, [](const std::string& a, const std::string& b) {
        return std::pair(a != kEnglish, a) < std::pair(b != kEnglish, b);
    });
    if (languages.size() > kMaxLanguages) {
        languages.resize(1);
    }
    std::string joined;
    for (const std::string& language : languages) {
        joined += (joined.empty() ? "" : "+") + language;
    }
    return joined;
}

Tesseract find_tesseract() {
    const auto program =
        std::ranges::find_if(kPrograms, [](const char* path) { return ::access(path, X_OK) == 0; });
    if (program == kPrograms.end()) {
        return {};
    }
    for (const char* folder : kFolders) {
        if (std::string languages = join_languages(names_in(folder)); !languages.empty()) {
            return {*program, folder, std::move(languages)};
        }
    }
    return {};
}

} // namespace sotto::extract
