#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// What is shown at a time.
struct Cue {
    std::int64_t begin = 0; ///< Unit: seconds
    std::int64_t end = 0;
    std::string text; ///< lines, without marks for colors and places
};

/// The times of a line such as "00:01:02,500 --> 00:01:04,000 align:left"; text is left empty.
/// Nothing for any other line.
[[nodiscard]] std::optional<Cue> parse_cue_times(std::string_view line);

/// The cues of SubRip or WebVTT, with line feeds.
[[nodiscard]] std::vector<Cue> parse_cues(std::string_view text);

/// The cues of SubStation Alpha (.ass, .ssa), with line feeds.
[[nodiscard]] std::vector<Cue> parse_script(std::string_view text);

} // namespace sotto::extract
