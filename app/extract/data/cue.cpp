#include "app/extract/data/cue.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::string_view kBlank = " \t";
constexpr std::size_t kLongestTag = 300;
constexpr std::size_t kLongestOverride = 4'096;
constexpr std::int64_t kMaxSeconds = 1'000'000;

std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
    return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

// Seconds of "1:02:03.45", "02:03,450"; the fraction is dropped. Nothing for other text.
std::optional<std::int64_t> parse_time(std::string_view text) {
    std::int64_t seconds = 0;
    std::int64_t field = 0;
    int colons = 0;
    bool has_digit = false;
    for (const char byte : text.substr(0, text.find_first_of(".,"))) {
        if (byte >= '0' && byte <= '9') {
            field = std::min(field * 10 + (byte - '0'), kMaxSeconds);
            has_digit = true;
        } else if (byte == ':' && ++colons <= 2) {
            seconds = (seconds + field) * 60;
            field = 0;
        } else {
            return std::nullopt;
        }
    }
    return has_digit && colons > 0 ? std::optional(std::min(seconds + field, kMaxSeconds))
                                   : std::nullopt;
}

// Entities that subtitles use.
std::string decode_entities(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kEntities{
        {{"&lt;", "<"},
         {"&gt;", ">"},
         {"&nbsp;", " "},
         {"&lrm;", ""},
         {"&rlm;", ""},
         {"&quot;", "\""},
         {"&amp;", "&"}}};
    std::string plain;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            kEntities, [text](const auto& entity) { return text.starts_with(entity.first); });
        plain += found == kEntities.end() ? text.substr(0, 1) : found->second;
        text.remove_prefix(found == kEntities.end() ? 1 : found->first.size());
    }
    return plain;
}

// Whether "<…>" is a mark: <i>, </font>, <c.color>, <00:01.000>.
bool is_tag(std::string_view inside) {
    inside.remove_prefix(inside.starts_with('/') ? 1 : 0);
    return !inside.empty() && (is_ascii_letter(inside[0]) || parse_time(inside).has_value());
}

// A line without marks. A voice in WebVTT, "<v Ana>", becomes "Ana: ".
std::string plain_line(std::string_view line) {
    std::string plain;
    while (!line.empty()) {
        const char first = line.front();
        const std::string_view near = line.substr(0, kLongestTag);
        const std::size_t end = first == '<'   ? near.find('>')
                                : first == '{' ? near.find('}')
                                               : std::string_view::npos;
        const std::string_view inside =
            end == std::string_view::npos ? std::string_view() : line.substr(1, end - 1);
        if (first == '<' && (inside.starts_with("v ") || inside.starts_with("v."))) {
            const std::size_t name = std::min(inside.find(' '), inside.size());
            const std::string_view voice = trimmed(inside.substr(name));
            plain += voice.empty() ? std::string() : std::string(voice) + ": ";
            line.remove_prefix(end + 1);
        } else if ((first == '<' && is_tag(inside)) || (first == '{' && inside.starts_with('\\'))) {
            line.remove_prefix(end + 1);
        } else {
            plain += first;
            line.remove_prefix(1);
        }
    }
    return std::string(trimmed(decode_entities(plain)));
}

// What is said in an event of a script: without overrides and drawings.
std::string script_text(std::string_view text) {
    std::string plain;
    bool is_drawing = false;
    while (!text.empty()) {
        const std::size_t end =
            text.front() == '{' ? text.substr(0, kLongestOverride).find('}') : text.npos;
        if (end != text.npos) {
            const std::string_view inside = text.substr(1, end - 1);
            if (const std::size_t mode = inside.find("\\p");
                mode != std::string_view::npos && mode + 2 < inside.size() &&
                inside[mode + 2] >= '0' && inside[mode + 2] <= '9') {
                is_drawing = inside[mode + 2] != '0';
            }
            text.remove_prefix(inside.size() + 2);
        } else if (text.starts_with("\\N") || text.starts_with("\\n") || text.starts_with("\\h")) {
            plain += text[1] == 'N' ? '\n' : ' ';
            text.remove_prefix(2);
        } else {
            plain += is_drawing ? "" : std::string(1, text.front());
            text.remove_prefix(1);
        }
    }
    return plain;
}

// The number of the field `name` in "Format: Layer, Start, …"; `missing` where it is not named.
std::size_t field_number(std::string_view format, std::string_view name, std::size_t missing) {
    for (std::size_t number = 0; !format.empty(); ++number) {
        const std::string_view field = format.substr(0, format.find(','));
        format.remove_prefix(std::min(field.size() + 1, format.size()));
        if (equals_ignoring_case(trimmed(field), name)) {
            return number;
        }
    }
    return missing;
}

} // namespace

std::optional<Cue> parse_cue_times(std::string_view line) {
    const std::size_t arrow = line.find("-->");
    if (arrow == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view rest = trimmed(line.substr(arrow + 3));
    const auto begin = parse_time(trimmed(line.substr(0, arrow)));
    const auto end = parse_time(rest.substr(0, rest.find_first_of(kBlank)));
    return begin && end ? std::optional(Cue{*begin, *end, {}}) : std::nullopt;
}

std::vector<Cue> parse_cues(std::string_view text) {
    std::vector<Cue> cues;
    bool is_inside = false;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (auto cue = parse_cue_times(line)) {
            cues.push_back(*std::move(cue));
            is_inside = true;
        } else if (trimmed(line).empty()) {
            is_inside = false;
        } else if (is_inside) {
            std::string plain = plain_line(line);
            std::string& words = cues.back().text;
            words += (words.empty() || plain.empty() ? "" : "\n") + plain;
        }
    }
    return cues;
}

std::vector<Cue> parse_script(std::string_view text) {
    std::vector<Cue> cues;
    std::size_t begin_field = 1;
    std::size_t end_field = 2;
    std::size_t text_field = 9;
    bool is_in_events = false;
    while (!text.empty()) {
        std::string_view line = take_line(text);
        if (line.starts_with('[')) {
            is_in_events = line.starts_with("[Events]");
        } else if (is_in_events && line.starts_with("Format:")) {
            const std::string_view format = line.substr(7);
            begin_field = field_number(format, "Start", begin_field);
            end_field = field_number(format, "End", end_field);
            text_field = field_number(format, "Text", text_field);
        } else if (is_in_events && line.starts_with("Dialogue:")) {
            line.remove_prefix(9);
            Cue cue;
            for (std::size_t number = 0; number < text_field && !line.empty(); ++number) {
                const std::string_view field = line.substr(0, line.find(','));
                line.remove_prefix(std::min(field.size() + 1, line.size()));
                const auto time = parse_time(trimmed(field)).value_or(0);
                cue.begin = number == begin_field ? time : cue.begin;
                cue.end = number == end_field ? time : cue.end;
            }
            cue.text = script_text(line);
            cues.push_back(std::move(cue));
        }
    }
    return cues;
}

} // namespace sotto::extract
