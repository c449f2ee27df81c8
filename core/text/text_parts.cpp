#include "core/text/text_parts.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sotto {

namespace {

// Room for the longest UTF-8 character wherever the window for the cut begins.
constexpr std::size_t kMinPartBytes = 8;
constexpr std::size_t kMinSlackBytes = 3;

bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

// Each says whether a part may end before `at`, which is inside the text.
bool is_paragraph_border(std::string_view text, std::size_t at) {
    return text[at - 1] == '\n' && text[at] != '\n' && at >= 2 && text[at - 2] == '\n';
}

bool is_line_border(std::string_view text, std::size_t at) {
    return text[at - 1] == '\n';
}

bool is_sentence_border(std::string_view text, std::size_t at) {
    constexpr std::string_view kEnds = ".!?";
    constexpr std::array<std::string_view, 3> kWideEnds{"。", "！", "？"}; // no space follows them
    const std::string_view before = text.substr(0, at);
    return (at >= 2 && is_space(text[at - 1]) && kEnds.contains(text[at - 2])) ||
           std::ranges::any_of(kWideEnds,
                               [before](std::string_view end) { return before.ends_with(end); });
}

bool is_word_border(std::string_view text, std::size_t at) {
    return is_space(text[at - 1]) && !is_space(text[at]);
}

bool is_character_border(std::string_view text, std::size_t at) {
    return !is_continuation_byte(text[at]);
}

// The last position from `lowest` to `highest` with the strongest kind of border.
std::optional<std::size_t> find_cut(std::string_view text, std::size_t lowest,
                                    std::size_t highest) {
    constexpr std::array kBorders{is_paragraph_border, is_line_border, is_sentence_border,
                                  is_word_border, is_character_border};
    for (const auto is_border : kBorders) {
        for (std::size_t at = highest; at >= lowest; --at) {
            if (is_border(text, at)) {
                return at;
            }
        }
    }
    return std::nullopt;
}

} // namespace

std::vector<std::string_view> cut_text(std::string_view text, std::size_t max_bytes) {
    const std::size_t most = std::max(max_bytes, kMinPartBytes);
    std::vector<std::string_view> parts;
    while (text.size() > most) {
        const std::size_t parts_left = (text.size() + most - 1) / most;
        const std::size_t ideal = text.size() / parts_left; // more than half of the maximum
        const std::size_t slack = std::max(ideal / 4, kMinSlackBytes);
        const std::size_t lowest = std::max<std::size_t>(ideal - slack, 1);
        const std::size_t highest = std::min(most, ideal + slack);
        // Broken UTF-8 may have no border at all.
        const std::size_t cut = find_cut(text, lowest, highest).value_or(highest);
        parts.push_back(text.substr(0, cut));
        text.remove_prefix(cut);
    }
    if (!text.empty()) {
        parts.push_back(text);
    }
    return parts;
}

} // namespace sotto
