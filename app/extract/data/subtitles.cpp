#include "app/extract/data/cue.h"
#include "app/extract/data/data.h"
#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <vector>

namespace sotto::extract {

namespace {

constexpr std::int64_t kSectionSeconds = 300;
constexpr std::int64_t kPauseSeconds = 4; ///< a new paragraph
constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;

std::string time_label(std::int64_t seconds) {
    return std::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// Writes cues as flowing text.
class CueWriter {
public:
    void write(const Cue& cue) {
        std::string_view text = cue.text;
        begin_section(cue);
        bool is_first = true;
        while (!text.empty()) {
            const std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(line.size() + 1, text.size()));
            // Live captions repeat the lines of the cue before.
            if (!line.empty() && !std::ranges::contains(lines_before_, line)) {
                const bool is_speech = line.starts_with("- ") || line.starts_with("– ");
                if (is_speech || (is_first && cue.begin - end_before_ >= kPauseSeconds)) {
                    builder_.end_paragraph();
                }
                builder_.flow(line);
                builder_.flow(" ");
                is_first = false;
            }
        }
        lines_before_.clear();
        for (text = cue.text; !text.empty();) {
            const std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(line.size() + 1, text.size()));
            if (lines_before_.size() < 8) {
                lines_before_.emplace_back(line);
            }
        }
        end_before_ = std::max(cue.begin, cue.end);
    }

    [[nodiscard]] Extraction finish() { return builder_.finish({}); }

private:
    void begin_section(const Cue& cue) {
        if (cue.begin >= next_section_) {
            const std::int64_t begin = cue.begin - cue.begin % kSectionSeconds;
            builder_.end_paragraph();
            builder_.mark(DocumentMarkKind::section, time_label(begin));
            next_section_ = begin + kSectionSeconds;
        }
    }

    TextBuilder builder_;
    std::vector<std::string> lines_before_;
    std::int64_t end_before_ = 0;
    std::int64_t next_section_ = 0;
};

} // namespace

bool looks_like_subtitles(std::string_view bytes) {
    std::string_view head = bytes.substr(0, kHeadBytes);
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    if (head.starts_with("WEBVTT")) {
        return head.size() == 6 || std::string_view(" \t\r\n").contains(head[6]);
    }
    if (head.starts_with("[Script Info]")) {
        return true;
    }
    // A number, then a line with times.
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    const std::string_view number = head.substr(0, head.find_first_of("\r\n"));
    head.remove_prefix(number.size());
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    return !number.empty() && number.find_first_not_of("0123456789 ") == std::string_view::npos &&
           parse_cue_times(head.substr(0, head.find_first_of("\r\n"))).has_value();
}

Extraction extract_subtitles(std::string_view bytes) {
    const Extraction decoded = extract_plain_text(bytes);
    if (!decoded) {
        return decoded;
    }
    CueWriter writer;
    std::vector<Cue> cues = decoded->text.starts_with("[Script Info]") ? parse_script(decoded->text)
                                                                       : parse_cues(decoded->text);
    std::ranges::stable_sort(cues, {}, &Cue::begin);
    for (const Cue& cue : cues) {
        writer.write(cue);
    }
    return writer.finish();
}

} // namespace sotto::extract
