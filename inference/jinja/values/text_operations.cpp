#include "inference/jinja/values/text_operations.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace sotto::inference::jinja {

namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r\x1c\x1d\x1e\x1f";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char to_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The number of bytes of white space that `text` begins with; not only ASCII.
std::size_t space_at(std::string_view text) {
    if (kSpace.contains(text[0])) {
        return 1;
    }
    constexpr std::string_view kWide[] = {"\u0085", "\u00A0", "\u1680", "\u2028",
                                          "\u2029", "\u202F", "\u205F", "\u3000"};
    for (const std::string_view space : kWide) {
        if (text.starts_with(space)) {
            return space.size();
        }
    }
    // U+2000 to U+200A
    const bool is_wide_space = text.size() > 2 && text.starts_with("\xE2\x80") &&
                               static_cast<unsigned char>(text[2]) <= 0x8AU;
    return is_wide_space ? 3 : 0;
}

/// The number of bytes at the beginning of `text` that are to be stripped.
std::size_t stripped_at(std::string_view text, std::optional<std::string_view> set) {
    if (!set) {
        return space_at(text);
    }
    const std::size_t length = next_utf8(text).length;
    return set->contains(text.substr(0, length)) ? length : 0;
}

template <class Change>
Text changed(const Text& text, Change change) {
    std::string bytes = text.bytes();
    change(bytes);
    return text.with_bytes(std::move(bytes));
}

} // namespace

Text strip(const Text& text, Side side, std::optional<std::string_view> set) {
    const std::string_view bytes = text.bytes();
    std::size_t begin = 0;
    std::size_t end = bytes.size();
    while (side != Side::right && begin < end) {
        const std::size_t length = stripped_at(bytes.substr(begin, end - begin), set);
        if (length == 0) {
            break;
        }
        begin += length;
    }
    while (side != Side::left && begin < end) {
        const std::size_t last = std::max(begin, floor_char_boundary(bytes, end - 1));
        if (stripped_at(bytes.substr(last, end - last), set) != end - last) {
            break;
        }
        end = last;
    }
    return text.part(begin, end);
}

std::vector<Text> split(const Text& text, std::string_view separator, std::int64_t max_splits) {
    std::vector<Text> parts;
    std::size_t begin = 0;
    for (; max_splits != 0; --max_splits) {
        const std::size_t at = text.bytes().find(separator, begin);
        if (at == std::string::npos) {
            break;
        }
        parts.push_back(text.part(begin, at));
        begin = at + separator.size();
    }
    parts.push_back(text.part(begin, text.size()));
    return parts;
}

std::vector<Text> split_from_end(const Text& text, std::string_view separator,
                                 std::int64_t max_splits) {
    std::vector<Text> parts;
    std::size_t end = text.size();
    for (; max_splits != 0 && end >= separator.size(); --max_splits) {
        const std::size_t at = text.bytes().rfind(separator, end - separator.size());
        if (at == std::string::npos) {
            break;
        }
        parts.push_back(text.part(at + separator.size(), end));
        end = at;
    }
    parts.push_back(text.part(0, end));
    std::ranges::reverse(parts);
    return parts;
}

std::vector<Text> split_at_space(const Text& text, std::int64_t max_splits) {
    std::vector<Text> parts;
    Text rest = strip(text, Side::left, std::nullopt);
    while (rest.size() > 0) {
        if (max_splits == 0) {
            parts.push_back(strip(rest, Side::right, std::nullopt));
            break;
        }
        --max_splits;
        std::size_t end = 0;
        while (end < rest.size() && space_at(std::string_view(rest.bytes()).substr(end)) == 0) {
            ++end;
        }
        parts.push_back(rest.part(0, end));
        rest = strip(rest.part(end, rest.size()), Side::left, std::nullopt);
    }
    return parts;
}

std::vector<Text> split_lines(const Text& text) {
    std::vector<Text> parts;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.bytes().find_first_of("\r\n", begin), text.size());
        parts.push_back(text.part(begin, end));
        begin = end + (std::string_view(text.bytes()).substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return parts;
}

Text replace(const Text& text, std::string_view old, const Text& by, std::int64_t count) {
    if (old.empty()) {
        return text;
    }
    Text made;
    std::size_t begin = 0;
    for (; count != 0; --count) {
        const std::size_t at = text.bytes().find(old, begin);
        if (at == std::string::npos) {
            break;
        }
        made.append(text, begin, at);
        made.append(by);
        begin = at + old.size();
    }
    made.append(text, begin, text.size());
    return made;
}

Text upper(const Text& text) {
    return changed(
        text, [](std::string& bytes) { std::ranges::transform(bytes, bytes.begin(), to_upper); });
}

Text lower(const Text& text) {
    return changed(
        text, [](std::string& bytes) { std::ranges::transform(bytes, bytes.begin(), to_lower); });
}

Text title(const Text& text) {
    return changed(text, [](std::string& bytes) {
        bool in_word = false;
        for (char& c : bytes) {
            c = in_word ? to_lower(c) : to_upper(c);
            in_word = is_letter(c) || static_cast<unsigned char>(c) >= 0x80U;
        }
    });
}

Text capitalize(const Text& text) {
    return changed(text, [](std::string& bytes) {
        std::ranges::transform(bytes, bytes.begin(), to_lower);
        if (!bytes.empty()) {
            bytes[0] = to_upper(bytes[0]);
        }
    });
}

std::vector<std::size_t> character_offsets(const Text& text) {
    std::vector<std::size_t> offsets;
    for (std::size_t at = 0; at < text.size(); at = advance_code_points(text.bytes(), at, 1)) {
        offsets.push_back(at);
    }
    offsets.push_back(text.size());
    return offsets;
}

std::vector<std::size_t> slice_indices(std::size_t size, std::optional<std::int64_t> start,
                                       std::optional<std::int64_t> stop, std::int64_t step) {
    const auto count = static_cast<std::int64_t>(size);
    const std::int64_t lowest = step > 0 ? 0 : -1;
    const std::int64_t highest = step > 0 ? count : count - 1;
    const auto bound = [&](std::optional<std::int64_t> at, std::int64_t otherwise) {
        if (!at) {
            return otherwise;
        }
        return std::clamp(*at < 0 ? *at + count : *at, lowest, highest);
    };
    const std::int64_t begin = bound(start, step > 0 ? lowest : highest);
    const std::int64_t end = bound(stop, step > 0 ? highest : lowest);
    std::vector<std::size_t> indices;
    // A step longer than the list takes one element.
    const std::int64_t by = std::clamp(step, -count - 1, count + 1);
    for (std::int64_t i = begin; step > 0 ? i < end : i > end; i += by) {
        indices.push_back(static_cast<std::size_t>(i));
    }
    return indices;
}

} // namespace sotto::inference::jinja
