#include "inference/tokenizer_files/tiktoken_file.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/tokenizer_checks.h"

#include <ranges>
#include <string>
#include <vector>

namespace sotto::fuzz {

namespace {

/// Input: a tokenizer.model of lines "base64 rank". Accepted only with all tokens of a family, so
/// small inputs test the parsing of lines.
bool run(std::string_view input) {
    static_cast<void>(inference::looks_like_tiktoken(input));
    return check_tokenizer(inference::read_tiktoken(input));
}

/// Rearranges lines, or changes one.
std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    std::vector<std::string> lines;
    for (const auto line : std::views::split(input, '\n')) {
        lines.emplace_back(line.begin(), line.end());
    }
    const std::size_t way = mutation.draw(4);
    if (lines.empty() || way == 0) {
        return mutation.bytes(input, max_bytes);
    }
    if (way == 1) {
        std::string& line = lines[mutation.draw(lines.size())];
        line = mutation.gemv_bytes(line);
    } else {
        mutation.rearrange(lines);
    }
    std::string changed;
    for (const std::string& line : lines) {
        changed += (changed.empty() ? "" : "\n") + line;
    }
    return changed;
}

} // namespace

const Target& tiktoken_target() {
    static constexpr Target kTarget{"tiktoken", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz
