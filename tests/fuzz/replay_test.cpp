#include "tests/fuzz/seeds/seeds.h"
#include "tests/fuzz/target.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace sotto::fuzz {

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

} // namespace

TEST_CASE("every target accepts its seeds and keeps its guarantees") {
    for (const Target* target : all_targets()) {
        const auto seeds = seeds_of(target->name);
        CHECK_FALSE(seeds.empty());
        for (const Seed& seed : seeds) {
            INFO(target->name << " " << seed.name);
            CHECK(target->run(seed.content) == seed.is_accepted);
        }
    }
}

TEST_CASE("every target keeps its guarantees on mutated seeds, which stay within bounds") {
    constexpr std::uint32_t kChanges = 100;
    for (const Target* target : all_targets()) {
        for (const Seed& seed : seeds_of(target->name)) {
            const std::size_t max_bytes = seed.content.size() + 100;
            std::set<std::string> different;
            std::string input = seed.content;
            for (std::uint32_t i = 0; i < kChanges; ++i) {
                INFO(target->name << " " << seed.name << " " << i);
                Mutation mutation(i, flip_bytes(i));
                input = target->mutate(i % 4 == 0 ? seed.content : input, max_bytes, mutation);
                input.resize(std::min(input.size(), max_bytes)); // as libFuzzer's buffer does
                static_cast<void>(target->run(input));
                different.insert(input);
            }
            CHECK(different.size() > kChanges / 4);
        }
    }
}

TEST_CASE("every target keeps its guarantees on past fuzzing findings") {
    for (const Target* target : all_targets()) {
        static_cast<void>(target->run(""));
        const fs::path folder = fs::path(SOTTO_FUZZ_FINDINGS) / target->name;
        if (!fs::is_directory(folder)) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(folder)) {
            INFO(entry.path().string());
            static_cast<void>(target->run(content_of(entry.path())));
        }
    }
    // A finding of a removed target would never run again.
    std::set<std::string> names;
    for (const Target* target : all_targets()) {
        names.emplace(target->name);
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(SOTTO_FUZZ_FINDINGS, ignored)) {
        CHECK(names.contains(entry.path().filename().string()));
    }
}

} // namespace sotto::fuzz
