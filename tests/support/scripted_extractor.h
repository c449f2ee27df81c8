#pragma once

#include "core/text_extractor.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sotto::test {

/// A reader of files that follows a script: what it was told a path holds, else what `otherwise`
/// says, a text of its own. While it reads it calls `meanwhile`, where a test can pump loops or
/// take the file back.
class ScriptedExtractor final : public TextExtractor {
public:
    std::map<std::string, ExtractedFile> files;
    std::map<std::string, ExtractedFile> recognized; ///< what recognition finds in them
    std::vector<std::string> asked;                  ///< paths, in order
    std::function<void()> meanwhile = [] {};
    std::function<ExtractedFile(const std::string& path, const std::stop_token& stop)> otherwise =
        [](const std::string& path, const std::stop_token&) {
            return ExtractedDocument{{.title = path, .text = "The text of " + path + "."}, {}};
        };

    ExtractedFile extract(const std::string& path, Recognition recognition,
                          const std::stop_token& stop) override {
        asked.push_back(path);
        meanwhile();
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
