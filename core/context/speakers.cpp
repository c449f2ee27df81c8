#include "core/context/speakers.h"

#include <algorithm>
#include <array>

namespace sotto {

namespace {

constexpr std::array<std::string_view, 4> kSpeakers{"user", "assistant", "system", "human"};
constexpr std::string_view kFullWidthColon = "\xEF\xBC\x9A";
// What may stand around a speaker's name.
constexpr std::string_view kAround = " \t\r\f\v*_#>[]()<\"'";

bool is_same_letter(char any, char lower) {
    return any == lower || (any >= 'A' && any <= 'Z' && any + ('a' - 'A') == lower);
}

bool begins_with_speaker(std::string_view line) {
    const auto first = line.find_first_not_of(kAround);
    if (first == line.npos) {
        return false;
    }
    line.remove_prefix(first);
    return std::ranges::any_of(kSpeakers, [&](std::string_view speaker) {
        if (line.size() <= speaker.size() ||
            !std::ranges::equal(line.substr(0, speaker.size()), speaker, is_same_letter)) {
            return false;
        }
        const auto next = line.find_first_not_of(kAround, speaker.size());
        return next != line.npos &&
               (line[next] == ':' || line.substr(next).starts_with(kFullWidthColon));
    });
}

} // namespace

QuotedText quote_speakers(std::string_view text, std::span<const std::size_t> offsets) {
    QuotedText made;
    auto offset = offsets.begin();
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (begin > 0 && begins_with_speaker(text.substr(begin, end - begin))) {
            made.text += "> ";
        }
        for (; offset != offsets.end() && *offset <= end; ++offset) {
            made.offsets.push_back(made.text.size() + (*offset - begin));
        }
        const std::size_t next = std::min(end + 1, text.size());
        made.text += text.substr(begin, next - begin);
        begin = next;
    }
    made.offsets.resize(offsets.size(), made.text.size());
    return made;
}

} // namespace sotto
