#include "tests/fuzz/mutators/json_mutator.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sotto::fuzz {

namespace {

constexpr std::size_t kMaxDepth = 300;

constexpr std::array<std::string_view, 24> kAtLimits{
    "0",
    "-1",
    "1",
    "31",
    "32",
    "33",
    "0.5",
    "1e-46",
    "1e308",
    "1e309",
    "-0",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "true",
    "null",
    "\"\"",
    "\"\\ud800\"",
    "[]",
};

struct Span {
    std::size_t begin;
    std::size_t end;
};

std::size_t end_of_string(std::string_view text, std::size_t begin) {
    for (std::size_t i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i + 1;
        }
    }
    return text.size();
}

// Every value and key, inner ones first.
std::vector<Span> find_values(std::string_view text) {
    constexpr std::string_view kBetween = " \t\r\n,:{}[]\"";
    std::vector<Span> values;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size();) {
        const char character = text[i];
        std::size_t end = i + 1;
        if (character == '"') {
            end = end_of_string(text, i);
            values.push_back({i, end});
        } else if (character == '{' || character == '[') {
            open.push_back(i);
        } else if ((character == '}' || character == ']') && !open.empty()) {
            values.push_back({open.back(), end});
            open.pop_back();
        } else if (!kBetween.contains(character)) {
            end = std::min(text.find_first_of(kBetween, i), text.size());
            values.push_back({i, end});
        }
        i = end;
    }
    return values;
}

std::size_t skip_space(std::string_view text, std::size_t from) {
    return std::min(text.find_first_not_of(" \t\r\n", from), text.size());
}

// A value, with the value of a key, and the comma after it.
Span member_at(std::string_view text, const std::vector<Span>& values, Span value) {
    std::size_t next = skip_space(text, value.end);
    if (next < text.size() && text[next] == ':') {
        const std::size_t begin = skip_space(text, next + 1);
        const auto owned = std::ranges::find(values, begin, &Span::begin);
        value.end = owned == values.end() ? begin : owned->end;
        next = skip_space(text, value.end);
    }
    if (next < text.size() && text[next] == ',') {
        value.end = next + 1;
    }
    return value;
}

std::string splice(std::string_view text, Span away, std::string_view instead) {
    std::string changed(text.substr(0, away.begin));
    changed += instead;
    changed += text.substr(away.end);
    return changed;
}

// Repeats a member once, or many times.
std::string repeated(std::string_view member, Mutation& mutation) {
    constexpr std::size_t kMaxTimes = 64;
    std::string times;
    for (std::size_t left = mutation.once_in(4) ? mutation.draw(kMaxTimes) : 1; left > 0; --left) {
        times += member;
        times += member.ends_with(',') ? "" : ",";
    }
    return times;
}

} // namespace

std::string mutate_json(std::string_view text, std::size_t max_bytes, Mutation& mutation) {
    const std::vector<Span> values = find_values(text);
    constexpr std::size_t kWays = 6;
    const std::size_t way = mutation.draw(kWays);
    if (values.empty() || way == 0) {
        return mutation.bytes(text, max_bytes);
    }
    const Span value = values[mutation.draw(values.size())];
    const Span member = member_at(text, values, value);
    std::string changed;
    if (way == 1) {
        changed = splice(text, value, kAtLimits[mutation.draw(kAtLimits.size())]);
    } else if (way == 2) {
        const Span other = values[mutation.draw(values.size())];
        changed = splice(text, value, text.substr(other.begin, other.end - other.begin));
    } else if (way == 3) {
        changed = splice(text, member, "");
    } else if (way == 4) {
        changed = splice(text, {member.begin, member.begin},
                         repeated(text.substr(member.begin, member.end - member.begin), mutation));
    } else {
        const std::size_t depth = 1 + mutation.draw(kMaxDepth);
        const std::string inner(text.substr(value.begin, value.end - value.begin));
        changed = splice(text, value, std::string(depth, '[') + inner + std::string(depth, ']'));
    }
    return changed.size() <= max_bytes ? changed : mutation.bytes(text, max_bytes);
}

} // namespace sotto::fuzz
