#include "tests/fuzz/parts.h"

#include <algorithm>

namespace sotto::fuzz {

namespace {

constexpr std::string_view kBetween = "\n=====\n";

} // namespace

std::vector<std::string> split_parts(std::string_view input, std::size_t count) {
    std::vector<std::string> parts;
    while (parts.size() + 1 < count) {
        const std::size_t end = std::min(input.find(kBetween), input.size());
        parts.emplace_back(input.substr(0, end));
        input.remove_prefix(std::min(end + kBetween.size(), input.size()));
    }
    parts.emplace_back(input);
    return parts;
}

std::string join_parts(const std::vector<std::string>& parts) {
    std::string input;
    for (const std::string& part : parts) {
        input += (&part == &parts.front() ? std::string_view() : kBetween);
        input += part;
    }
    return input;
}

std::string
mutate_parts(std::string_view input, std::size_t count, std::size_t max_bytes, Mutation& mutation,
             const std::function<std::string(std::size_t, std::string_view, std::size_t)>& mutate) {
    std::vector<std::string> parts = split_parts(input, count);
    const std::size_t whole = join_parts(parts).size();
    const std::size_t at = mutation.draw(count);
    const std::size_t room = max_bytes - std::min(max_bytes, whole);
    parts[at] = mutate(at, parts[at], parts[at].size() + room);
    return join_parts(parts).substr(0, max_bytes);
}

} // namespace sotto::fuzz
