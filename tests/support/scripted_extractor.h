#pragma once

#include "core/ports/text_extractor.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sotto::test {

/// An extractor that follows a script: it returns what a test has put into `files`, else the result
/// of `otherwise`. It calls `meanwhile` first, and `while_recognizing` after each page it has
/// reported, where a test can pump loops or dismiss the file.
class ScriptedExtractor final : public TextExtractor {
public:
    std::map<std::string, ExtractedFile> files;
    std::map<std::string, ExtractedFile> recognized; ///< what recognition finds in them
    std::vector<std::string> asked;                  ///< paths, in order
    std::uint32_t pages = 0;                         ///< of what is recognized; 0: none is told
    std::function<void()> meanwhile = [] {};
    std::function<void(std::uint32_t page)> while_recognizing = [](std::uint32_t) {};
    std::function<ExtractedFile(const std::string& path, const std::stop_token& stop)> otherwise =
        [](const std::string& path, const std::stop_token&) {
            return ExtractedDocument{{.title = path, .text = "The text of " + path + "."}, {}};
        };

    /// Makes `path` a scan, which is refused unless its text may be recognized.
    void make_scan(const std::string& path) {
        const std::string name = path.substr(path.rfind('/') + 1);
        files.emplace(path, std::unexpected(ExtractionError(
                                {ErrorCode::unsupported, name + " has no text"}, true)));
    }

    ExtractedFile extract(const std::string& path, Recognition recognition,
                          const PageObserver& on_page, const std::stop_token& stop) override {
        asked.push_back(path);
        meanwhile();
        for (std::uint32_t page = 1;
             recognition == Recognition::allowed && page <= pages && !stop.stop_requested();
             ++page) {
            on_page(page, pages);
            while_recognizing(page);
        }
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        if (const auto found = recognized.find(path);
            recognition == Recognition::allowed && found != recognized.end()) {
            return found->second;
        }
        if (const auto found = files.find(path); found != files.end()) {
            return found->second;
        }
        return otherwise(path, stop);
    }
};

} // namespace sotto::test
