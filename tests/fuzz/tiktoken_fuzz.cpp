#include "inference/tokenizer/tiktoken_file.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/tokenizer_checks.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

/// Input: a tokenizer.model of lines "base64 rank".
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    sotto::fuzz::check_tokenizer(sotto::inference::read_tiktoken(file));
    return 0;
}

/// Drops, doubles or swaps lines, or changes one.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most_bytes, unsigned seed) {
    using namespace sotto::fuzz;
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    std::minstd_rand random(seed);
    std::vector<std::string> lines;
    for (const auto line : std::views::split(file, '\n')) {
        lines.emplace_back(line.begin(), line.end());
    }
    const std::size_t at = random() % lines.size();
    switch (random() % 5) {
    case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
    case 1:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
        break;
    case 2:
        std::swap(lines[at], lines[random() % lines.size()]);
        break;
    case 3: {
        constexpr std::size_t kMostGrowth = 64;
        lines[at] = mutate_bytes(lines[at], lines[at].size() + kMostGrowth);
        break;
    }
    default:
        return give_back(mutate_bytes(file, most_bytes), data, most_bytes);
    }
    std::string changed;
    for (const std::string& line : lines) {
        changed += (changed.empty() ? "" : "\n") + line;
    }
    return give_back(changed, data, most_bytes);
}
